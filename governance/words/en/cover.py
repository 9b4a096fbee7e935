"""Words about cover: who could still decide if people were away."""

WORDS: dict[str, tuple[str, str]] = {
    "cover.post.holder": ("{office}", ""),
    "cover.post.deputy": ("deputy for {office}", ""),
    "cover.post.member": ("{seat} on {body}", ""),
    "cover.post.substitute": ("substitute for {seat} on {body}", ""),
}
