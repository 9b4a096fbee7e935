"""What programs may read of the public register: notices (OCDS), and lists (CSV).

Nothing goes out that the public pages do not show to anybody. What was said at an instant comes
from the ledger, so that a history goes out the same however often it is asked for.
"""
