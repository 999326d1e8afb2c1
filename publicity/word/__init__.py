"""Reading Word files: `package` opens them safely, `reader` walks them, `official` knows GB/T 9704, `draft` makes blocks.

Nothing here touches the database; `publicity.actions` turns a `Draft` into a page.
"""
