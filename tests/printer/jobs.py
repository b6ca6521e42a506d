"""Print jobs as the server sends them."""

from __future__ import annotations

from typing import Any

TRACK_URL = "https://xepso.example.vn/t/AbCdEfGhIjKlMnOpQrStUv"
LONG_NAME = {
    "vi": "Đăng ký kinh doanh, thành lập và hoạt động doanh nghiệp, hợp tác xã; Đầu tư tại Việt Nam",
    "en": "Business registration, establishing and running companies; investment in Viet Nam",
}


def job(**changes: Any) -> dict[str, Any]:
    """A Vietnamese slip for A007 at 08:42 in the hall."""
    label = changes.get("label", "A007")
    return {
        "slip": f"261124-{label}-1",
        "site": {
            "name": {
                "vi": "Trung tâm Phục vụ hành chính công tỉnh Lâm Đồng",
                "en": "Lâm Đồng Public Administration Service Centre",
            },
            "time_zone": "Asia/Ho_Chi_Minh",
        },
        "label": label,
        "service": {"name": {"vi": "Đất đai, môi trường", "en": "Land and environment"}, "short_name": {}},
        "language": "vi",
        "ahead": 14,
        "estimated_wait_s": {"p50": 2100, "p80": 2900},
        "counters": [6, 7, 8],
        "issued_at": "2026-11-24T01:42:00.000Z",
        "track_url": TRACK_URL,
        "priority": False,
        "repeat": False,
        "texts": {
            "rule": {
                "vi": "Quá 3 lượt gọi, xin mời gặp bàn hướng dẫn.",
                "en": "Missed 3 calls? See the guide desk.",
            },
            "thanks": {"vi": "Xin cảm ơn ông/bà.", "en": "Thank you."},
        },
        **changes,
    }
