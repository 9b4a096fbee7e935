"""Jobs whose results are put into words by the interfaces; importing this makes them known."""

from governance.application.jobs.kinds import Kind, add_kind

add_kind(Kind("compare", "governance.interfaces.work.comparing", reads=True))
