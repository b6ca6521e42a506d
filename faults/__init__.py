"""The fault campaign: everything in the hall is broken on purpose while people use it, and every answer is held to.

It stands beside the product: nothing in `queue_service` knows of it. It drives the same processes as the tests do.
"""
