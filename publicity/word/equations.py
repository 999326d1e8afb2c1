"""Equations (OMML) as one line of plain text: a fraction as (a+b)/2, a root as √(x), a power as x^2."""

from typing import Any

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
EQUATIONS = {f"{M}oMath", f"{M}oMathPara"}


def one_line(element: Any, met: set[Any]) -> str:
    """The words of an equation in reading order; each `m:t` that is read goes into `met`."""
    name = element.tag.removeprefix(M) if isinstance(element.tag, str) else ""
    if name == "t":
        met.add(element)
        return element.text or ""
    if name.endswith("Pr"):
        return ""

    def part(child: str) -> str:
        found = element.find(M + child)
        return one_line(found, met) if found is not None else ""

    def sign(child: str, default: str) -> str:
        found = element.find(f"{M}{name}Pr/{M}{child}")
        return found.get(f"{M}val", default) if found is not None else default

    match name:
        case "f":
            return f"{_grouped(part('num'))}/{_grouped(part('den'))}"
        case "sSup":
            return f"{part('e')}^{_grouped(part('sup'))}"
        case "sSub":
            return f"{part('e')}_{_grouped(part('sub'))}"
        case "sSubSup":
            return f"{part('e')}_{_grouped(part('sub'))}^{_grouped(part('sup'))}"
        case "rad":
            return f"{part('deg')}√{_grouped(part('e'))}"
        case "nary":
            below, above = part("sub"), part("sup")
            limits = (f"_{_grouped(below)}" if below else "") + (f"^{_grouped(above)}" if above else "")
            return f"{sign('chr', '∫')}{limits} {part('e')}"
        case "d":
            inside = sign("sepChr", "|").join(one_line(item, met) for item in element.findall(f"{M}e"))
            return f"{sign('begChr', '(')}{inside}{sign('endChr', ')')}"
        case "m":
            rows = [
                ", ".join(one_line(cell, met) for cell in row.findall(f"{M}e")) for row in element.findall(f"{M}mr")
            ]
            return f"[{'; '.join(rows)}]"
    return "".join(one_line(child, met) for child in element.iterchildren())


def _grouped(text: str) -> str:
    return text if len(text) <= 1 or text.isalnum() else f"({text})"
