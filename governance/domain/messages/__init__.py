"""Messages as texts: what a template is, how it is read, and how it is filled in.

Everything here is pure. Templates stand in `config/messages`; `governance.adapters.templates`
reads them from there.
"""

from governance.domain.messages.model import LineOf, Template
from governance.domain.messages.reading import load_template
from governance.domain.messages.rendering import render

__all__ = ["LineOf", "Template", "load_template", "render"]
