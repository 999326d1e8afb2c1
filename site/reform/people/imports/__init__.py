"""Units and people from a workbook: template, reading, plan, writing.

`workbook` reads cells into raw rows and knows nothing of the database; `plan` compares rows with the database and says
what would happen and what is wrong; `apply` writes a plan through `actions`. The plan is made twice, for the preview and
again at the confirmation.
"""
