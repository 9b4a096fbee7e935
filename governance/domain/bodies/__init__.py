"""Bodies: who sits on them, when they may act, how they decide, and what was delegated to whom.

Terms of reference are data (`terms`, read by `loading`); everything else answers one question
about one day from small values its caller builds. Reasons are codes with parameters.
"""
