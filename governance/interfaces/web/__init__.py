"""The web application: pages made on the server for people with a browser and nothing else.

A room (`rooms/`) lists pages to read and acts to do. The core does for every one of them what
must never be forgotten: who is signed in, access, forged and repeated posts, errors in words,
and that nothing typed is lost.
"""
