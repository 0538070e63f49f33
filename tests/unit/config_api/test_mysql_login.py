"""MySQL 8 asks for caching_sha2_password; without TLS the driver answers it with RSA."""

from asyncmy.auth import sha2_rsa_encrypt
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

SALT = bytes(range(1, 21))


def test_the_driver_can_answer_mysqls_default_login() -> None:
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    answer = sha2_rsa_encrypt(b"p\xc3\xa4ss", SALT, public)  # type: ignore[no-untyped-call] # the driver's
    sha1 = hashes.SHA1()  # MySQL's protocol says so
    plain = key.decrypt(answer, padding.OAEP(padding.MGF1(sha1), sha1, None))
    assert bytes(a ^ b for a, b in zip(plain, SALT, strict=False)) == b"p\xc3\xa4ss\0"
