"""An OpenID Connect provider of the test's own on 127.0.0.1: Authlib's server, code flow with PKCE.

`person` is whoever has signed in there; `claims` and `key` let a test have it answer wrongly.
"""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from authlib.common.security import generate_token
from authlib.oauth2.rfc6749 import AuthorizationServer, ClientMixin, OAuth2Request
from authlib.oauth2.rfc6749.errors import OAuth2Error
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import AuthorizationCodeMixin, UserInfo
from authlib.oidc.core.grants import OpenIDCode
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "heli", "a-secret-of-the-office"


@dataclass
class Client(ClientMixin):
    """Heli, as it is registered at the provider."""

    redirect_uri: str

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.redirect_uri

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Code(AuthorizationCodeMixin):
    """A code given out, with what it was asked for."""

    code: str
    asked: dict[str, str]
    person: dict[str, str]

    def get_redirect_uri(self) -> str:
        return self.asked["redirect_uri"]

    def get_scope(self) -> str:
        return self.asked["scope"]

    def get_nonce(self) -> str | None:
        return self.asked.get("nonce")

    def get_auth_time(self) -> int:
        return int(time.time())

    @property
    def code_challenge(self) -> str | None:
        return self.asked.get("code_challenge")

    @property
    def code_challenge_method(self) -> str | None:
        return self.asked.get("code_challenge_method")


@dataclass
class Provider:
    """What the provider is asked and what it says; `address` is its issuer."""

    address: str
    client: Client
    person: dict[str, str] | None = None
    claims: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    published: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    key: RSAKey | None = None
    down: bool = False

    @property
    def configuration(self) -> dict[str, object]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "response_types_supported": ["code"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }


class Request(OAuth2Request):  # type: ignore[misc]
    def __init__(self, method: str, uri: str, sent: dict[str, str], headers: dict[str, str]) -> None:
        super().__init__(method, uri, headers=headers)
        self.payload = BasicOAuth2Payload(sent)
        self.sent = sent

    @property
    def args(self) -> dict[str, str]:
        return self.sent

    @property
    def form(self) -> dict[str, str]:
        return self.sent


class Server(AuthorizationServer):  # type: ignore[misc]
    """Authlib's server, answering with what `_application` sends."""

    def __init__(self, provider: Provider) -> None:
        super().__init__()
        self.provider = provider
        self.register_token_generator("default", BearerTokenGenerator(lambda **_: generate_token(40)))
        self.register_grant(Grant, [Tokens(provider), CodeChallenge(required=True)])

    def query_client(self, client_id: str) -> Client | None:
        return self.provider.client if client_id == CLIENT else None

    def save_token(self, token: dict[str, Any], request: Request) -> None:
        """Nothing asks for it again."""

    def create_oauth2_request(self, request: Request) -> Request:
        return request

    def handle_response(self, status: int, body: object, headers: list[tuple[str, str]]) -> Any:
        return status, json.dumps(body) if isinstance(body, dict) else str(body or ""), headers

    def send_signal(self, name: str, *args: object, **kwargs: object) -> None:
        """Nobody listens."""


class Grant(AuthorizationCodeGrant):  # type: ignore[misc]
    """Codes, each given out once and used once."""

    def save_authorization_code(self, code: str, request: Request) -> Code:
        kept = self.server.provider.codes[code] = Code(code, dict(request.sent), dict(request.user))
        return kept

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        found: Code | None = self.server.provider.codes.get(code)
        return found

    def delete_authorization_code(self, authorization_code: Code) -> None:
        del self.server.provider.codes[authorization_code.code]

    def authenticate_user(self, authorization_code: Code) -> dict[str, str]:
        return authorization_code.person


class Tokens(OpenIDCode):  # type: ignore[misc]
    """ID tokens, with the claims and the key that a test asks for."""

    def __init__(self, provider: Provider) -> None:
        super().__init__(require_nonce=True)
        self.provider = provider

    def exists_nonce(self, nonce: str, request: Request) -> bool:
        return any(code.asked.get("nonce") == nonce for code in self.provider.codes.values())

    def resolve_client_private_key(self, client: Client) -> RSAKey:
        return self.provider.key or self.provider.published

    def get_encode_header(self, client: Client) -> dict[str, str]:
        return {"alg": "RS256", "kid": "one"}

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        return {"iss": self.provider.address, "aud": CLIENT}

    def generate_user_info(self, user: dict[str, str], scope: str) -> UserInfo:
        return UserInfo({**user, **self.provider.claims})


def _application(provider: Provider) -> Callable[..., list[bytes]]:
    server = Server(provider)

    def answer(environ: dict[str, Any]) -> tuple[int, str, list[tuple[str, str]]]:
        path, plain = environ["PATH_INFO"], [("Content-Type", "application/json")]
        sent = dict(parse_qsl(environ["QUERY_STRING"]))
        sent |= dict(parse_qsl(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()))
        headers = {"Authorization": environ.get("HTTP_AUTHORIZATION", "")}
        request = Request(environ["REQUEST_METHOD"], provider.address + path, sent, headers)
        if provider.down:
            return 503, "", plain
        if path == "/.well-known/openid-configuration":
            return 200, json.dumps(provider.configuration), plain
        if path == "/keys":
            return 200, json.dumps(KeySet([provider.published]).as_dict(private=False)), plain
        provider.asked.append(sent)
        if path == "/token":
            return server.create_token_response(request)  # type: ignore[no-any-return]
        try:
            grant = server.get_consent_grant(request, end_user=provider.person)
        except OAuth2Error as error:
            return 400, str(error), plain
        return server.create_authorization_response(  # type: ignore[no-any-return]
            request, grant_user=provider.person, grant=grant
        )

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        status, body, headers = answer(environ)
        start(f"{status} said", [(name, str(value)) for name, value in headers])
        return [body.encode()]

    return application


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Say nothing between the tests."""


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@contextmanager
def running(redirect_uri: str) -> Iterator[Provider]:
    """A provider that listens on a free port of this machine until the test is over."""
    provider = Provider(address="", client=Client(redirect_uri))
    server = make_server("127.0.0.1", 0, _application(provider), server_class=_Threads, handler_class=_Quiet)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
