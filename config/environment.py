"""Every setting that the environment can give, typed; `docs/reference/settings.md` is generated from here."""

from datetime import date
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Environment(BaseSettings):
    """Read once when the settings load; an unreadable value stops Heli with the name of the variable."""

    model_config = SettingsConfigDict(env_prefix="HELI_", extra="ignore", populate_by_name=True)

    database_url: str = Field(
        default="", validation_alias="DATABASE_URL", description="数据库地址；不设时用 var/ 下的 SQLite 文件"
    )
    port: int = Field(
        default=8000,
        validation_alias="PORT",
        ge=1,
        le=65535,
        description="网页服务的端口，只在 127.0.0.1 上监听",
    )
    var: Path = Field(default=ROOT / "var", description="数据、密钥和临时文件所在的文件夹")
    today: date | None = Field(
        default=None, description="把“今天”固定在某一天，供演示和测试用，如 2026-06-30"
    )
    debug: bool = Field(default=False, description="开发时显示详细错误；正式使用时必须关闭")
    hosts: str = Field(default="127.0.0.1,localhost", description="允许访问的主机名，用逗号隔开")
    https: bool = Field(default=False, description="前面有 HTTPS 代理时打开，Cookie 只在加密连接上发送")
    workers: int = Field(default=2, ge=1, le=64, description="网页服务的进程数")
    secret_key: str = Field(default="", description="会话签名密钥；不设时取密钥文件中的")
    field_keys: str = Field(
        default="",
        description="字段加密密钥，形如 id:base64，第一个为现用；不设时取密钥文件中的",
    )
    id_key: str = Field(default="", description="身份证号散列密钥（base64）；不设时取密钥文件中的")
    keys_file: Path | None = Field(default=None, description="密钥文件的位置；不设时为 var/keys.json")
    idle_minutes: int = Field(default=30, ge=1, le=480, description="多少分钟没有操作就自动退出登录")
    mfa_required_for: str = Field(
        default="none",
        pattern="^(none|administrators|all)$",
        description="必须启用两步验证的人：none 自愿，administrators 各类管理员，all 所有人",
    )
    oidc_issuer: str = Field(
        default="", description="统一身份认证平台（OpenID Connect）的地址；不设则不用单点登录"
    )
    oidc_client_id: str = Field(default="", description="本系统在统一身份认证平台登记的应用编号")
    oidc_client_secret: str = Field(default="", description="本系统在统一身份认证平台的应用密钥")
    oidc_name: str = Field(default="统一身份认证", description="登录页上统一身份认证按钮的名称")
    oidc_match: str = Field(
        default="none",
        pattern="^(none|username)$",
        description=(
            "没有登记统一身份编号时怎样认人：none 拒绝，username 按平台上的用户名对应本系统的用户名"
        ),
    )
    mail: bool = Field(default=False, description="邮件提醒：打开后，本人填了邮箱的，每天的提醒发到邮箱")
    mail_host: str = Field(default="localhost", description="邮件服务器（SMTP）的地址")
    mail_port: int = Field(default=25, ge=1, le=65535, description="邮件服务器的端口")
    mail_user: str = Field(default="", description="邮件服务器的用户名；不设则不登录")
    mail_password: str = Field(default="", description="邮件服务器的密码")
    mail_security: str = Field(
        default="none",
        pattern="^(none|starttls|ssl)$",
        description="与邮件服务器的连接：none 不加密（只用于内网），starttls 或 ssl 加密",
    )
    mail_from: str = Field(default="heli@localhost", description="提醒邮件的发件人地址")
    tasks: str = Field(
        default="database",
        pattern="^(database|immediate)$",
        description="后台任务：database 入队，immediate 立即执行",
    )
