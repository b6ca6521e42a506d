"""placeholder"""
def run(url, *, site, day): return []
