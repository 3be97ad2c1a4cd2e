"""E-mail merges: one message for each record, with its sheet attached; written to files or sent.

letter + records ─▶ drafts (checked) ─▶ messages ─▶ .eml files, or an SMTP server and a ledger

    from formgen.mail import Letter, compose

    letter = Letter(to="email", sender="office@example.com", subject="…", body="Dear {{ name }} …")
    for mail in compose(letter, records):
        print(mail.diagnostics if mail.message is None else bytes(mail.message))
"""

from formgen.mail.letter import Letter
from formgen.mail.library import Mail, compose

__all__ = ["Letter", "Mail", "compose"]
