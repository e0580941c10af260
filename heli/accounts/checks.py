"""System check: single sign-on is set up whole or not at all, and over an encrypted connection."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage

_HERE = {"127.0.0.1", "localhost", "::1"}


@checks.register()
def single_sign_on(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """E001 for a provider without the application's number or secret, W001 for one that is not https."""
    oidc = settings.HELI_OIDC
    if not oidc["issuer"]:
        return []
    missing = [name for name in ("client_id", "client_secret") if not oidc[name]]
    if missing:
        names = "、".join(f"HELI_OIDC_{name.upper()}" for name in missing)
        return [checks.Error(f"设了 HELI_OIDC_ISSUER，还缺 {names}。", id="accounts.E001")]
    address = urlsplit(oidc["issuer"])
    if address.scheme != "https" and address.hostname not in _HERE:
        hint = "请向平台的管理员要 https 的地址：密钥和身份不能在不加密的连接上传送。"
        return [checks.Warning("统一身份认证平台的地址不是 https。", hint=hint, id="accounts.W001")]
    return []
