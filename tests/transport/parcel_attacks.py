# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server without keys can do to a parcel that lies there, one function each.

Each gets the parcel as it came and an older one of the same sender about another patient.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Final

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from app.records.ids import ReferralId
from app.referrals import envelope as module
from app.vault.age_files import age_encrypt, new_age_identity
from app.vault.identity import OwnIdentity
from app.vault.sealing import derive, wrap
from signaling_server.wire_http import ParcelFile
from tests.transport.lying_server import Scene

ENVELOPE: Final = "envelope"
_CHUNK: Final = 64 * 1024 + 16


class Around:
    """What an attack may use beside the parcel."""

    def __init__(self, other: Scene, mallory: OwnIdentity, skin: OwnIdentity) -> None:
        self.other = other
        """An honest parcel of the same sender to the same recipient, of another patient."""
        self.mallory = mallory
        """An enrolled colleague who helps the server."""
        self.skin = skin
        """Whose public key everybody knows."""


ParcelAttack = Callable[[Scene, Around], None]


def _recordings(scene: Scene) -> list[str]:
    return [name for name in scene.files if name != ENVELOPE]


def _opened(raw: bytes) -> module._Envelope:
    return msgspec.msgpack.decode(raw[len(module._MAGIC) :], type=module._Envelope)


def _rewrite(scene: Scene, change: Callable[[module._Envelope], dict[str, object]]) -> None:
    envelope = _opened(scene.files[ENVELOPE])
    changed = msgspec.structs.replace(envelope, **change(envelope))
    scene.files[ENVELOPE] = module._MAGIC + msgspec.msgpack.encode(changed)
    scene.announce()


def _refile(scene: Scene, change: Callable[[bytes], bytes]) -> None:
    name = _recordings(scene)[0]
    scene.files[name] = change(scene.files[name])
    scene.announce()


def _flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def _pieces(sealed: bytes) -> tuple[bytes, list[bytes]]:
    start = sealed.index(b"\n", sealed.index(b"\n--- ") + 1) + 1 + 16
    return sealed[:start], [sealed[i : i + _CHUNK] for i in range(start, len(sealed), _CHUNK)]


def _repiece(change: Callable[[list[bytes]], list[bytes]]) -> ParcelAttack:
    def attack(scene: Scene, _: Around) -> None:
        def again(sealed: bytes) -> bytes:
            head, pieces = _pieces(sealed)
            return head + b"".join(change(pieces))

        _refile(scene, again)

    return attack


# ---- recordings -----------------------------------------------------------------------------


def _spoil_on_the_way(scene: Scene, _: Around) -> None:
    name = _recordings(scene)[0]
    scene.files[name] = _flipped(scene.files[name])


def _splice(scene: Scene, around: Around) -> None:
    theirs = around.other.files[_recordings(around.other)[0]]
    scene.files[_recordings(scene)[0]] = theirs
    scene.announce()


def _exchange(scene: Scene, _: Around) -> None:
    one, two = _recordings(scene)
    scene.files[one], scene.files[two] = scene.files[two], scene.files[one]
    scene.announce()


def _leave_out(scene: Scene, _: Around) -> None:
    del scene.files[_recordings(scene)[0]]
    scene.announce()


def _add(scene: Scene, around: Around) -> None:
    name = _recordings(around.other)[0]
    scene.files[name] = around.other.files[name]
    scene.announce()


def _replace(scene: Scene, _: Around) -> None:
    import io

    sealed = io.BytesIO()
    age_encrypt(io.BytesIO(b"another picture"), sealed, new_age_identity().recipient)
    scene.files[_recordings(scene)[0]] = sealed.getvalue()
    scene.announce()


def _endless(scene: Scene, _: Around) -> None:
    name = _recordings(scene)[0]
    scene.files[name] += bytes(1024)


def _huge(scene: Scene, _: Around) -> None:
    files = [
        ParcelFile(f.file, 3 * 1024**3, f.sha256) if f.file == ENVELOPE else f
        for f in scene.parcel.files
    ]
    scene.say(files=tuple(files))


def _no_envelope(scene: Scene, _: Around) -> None:
    del scene.files[ENVELOPE]
    scene.announce()


def _twice(scene: Scene, _: Around) -> None:
    scene.say(files=(*scene.parcel.files, scene.parcel.files[0]))


def _path_as_name(scene: Scene, _: Around) -> None:
    name = _recordings(scene)[0]
    scene.files["../../../vidda.db"] = scene.files.pop(name)
    scene.announce()


# ---- the envelope ---------------------------------------------------------------------------


def _flip_envelope(scene: Scene, _: Around) -> None:
    _rewrite(scene, lambda e: {"body": _flipped(e.body)})


def _cut_envelope(scene: Scene, _: Around) -> None:
    scene.files[ENVELOPE] = scene.files[ENVELOPE][:-40]
    scene.announce()


def _strip_signature(scene: Scene, _: Around) -> None:
    _rewrite(scene, lambda e: {"body": e.body[:-64]})


def _drop_recipient(scene: Scene, around: Around) -> None:
    _rewrite(
        scene, lambda e: {"wraps": tuple(w for w in e.wraps if w.device == around.skin.device)}
    )


def _drop_me(scene: Scene, around: Around) -> None:
    _rewrite(
        scene, lambda e: {"wraps": tuple(w for w in e.wraps if w.device != around.skin.device)}
    )


def _add_recipient(scene: Scene, around: Around) -> None:
    mallory = around.mallory

    def more(e: module._Envelope) -> dict[str, object]:
        info = module._wrap_info(ReferralId(e.referral), e.commit, mallory.device)
        sealed = wrap(secrets.token_bytes(32), mallory.sealing_key.public, info)
        return {"wraps": (*e.wraps, module._Wrap(mallory.device, sealed))}

    _rewrite(scene, more)


def _swap_recipient(scene: Scene, around: Around) -> None:
    def swapped(e: module._Envelope) -> dict[str, object]:
        wraps = (
            module._Wrap(around.mallory.device, w.sealed) if w.device != around.skin.device else w
            for w in e.wraps
        )
        return {"wraps": tuple(wraps)}

    _rewrite(scene, swapped)


def _mix_wraps(scene: Scene, _: Around) -> None:
    def mixed(e: module._Envelope) -> dict[str, object]:
        sealed = [w.sealed for w in e.wraps]
        return {
            "wraps": tuple(
                module._Wrap(w.device, s)
                for w, s in zip(e.wraps, sealed[1:] + sealed[:1], strict=True)
            )
        }

    _rewrite(scene, mixed)


def _double_wrap(scene: Scene, _: Around) -> None:
    _rewrite(scene, lambda e: {"wraps": (*e.wraps, *e.wraps)})


def _own_key(scene: Scene, around: Around) -> None:
    """A content key of the server's, wrapped for the reader, with the old commitment or its own."""

    def forged(e: module._Envelope) -> dict[str, object]:
        key, skin = secrets.token_bytes(32), around.skin
        info = module._wrap_info(ReferralId(e.referral), e.commit, skin.device)
        own = module._Wrap(skin.device, wrap(key, skin.sealing_key.public, info))
        body = ChaCha20Poly1305(derive(key, "vidda/body/v1")).encrypt(
            bytes(12), b"{}" + bytes(64), module._bound(ReferralId(e.referral), e.commit)
        )
        wraps = (own, *(w for w in e.wraps if w.device != skin.device))
        return {"wraps": wraps, "body": body}

    _rewrite(scene, forged)


def _own_text(scene: Scene, around: Around) -> None:
    """The whole envelope anew under a key of the server's: all fits but the signature."""
    envelope = _opened(scene.files[ENVELOPE])
    referral = ReferralId(envelope.referral)
    key = secrets.token_bytes(32)
    commit = module._commitment(key, referral)
    skin = around.skin
    body = ChaCha20Poly1305(derive(key, "vidda/body/v1")).encrypt(
        bytes(12), b"{}" + bytes(64), module._bound(referral, commit)
    )
    info = module._wrap_info(referral, commit, skin.device)
    own = module._Wrap(skin.device, wrap(key, skin.sealing_key.public, info))
    _rewrite(scene, lambda _: {"commit": commit, "body": body, "wraps": (own,)})


def _other_commitment(scene: Scene, _: Around) -> None:
    _rewrite(scene, lambda _: {"commit": secrets.token_bytes(32)})


def _other_body(scene: Scene, around: Around) -> None:
    theirs = _opened(around.other.files[ENVELOPE]).body
    _rewrite(scene, lambda _: {"body": theirs})


def _other_referral(scene: Scene, around: Around) -> None:
    theirs = _opened(around.other.files[ENVELOPE]).referral
    _rewrite(scene, lambda _: {"referral": theirs})


def _other_envelope(scene: Scene, around: Around) -> None:
    scene.files[ENVELOPE] = around.other.files[ENVELOPE]
    scene.announce()


def _older_format(scene: Scene, _: Around) -> None:
    scene.files[ENVELOPE] = b"vidda-envelope\x00" + scene.files[ENVELOPE][len(module._MAGIC) :]
    scene.announce()


# ---- who and when ---------------------------------------------------------------------------


def _other_sender(scene: Scene, around: Around) -> None:
    scene.say(sender=around.mallory.user)


def _replay(scene: Scene, around: Around) -> None:
    """An older parcel, complete and unchanged, under the new one's name."""
    scene.files = dict(around.other.files)
    scene.announce()


def _path_as_parcel(scene: Scene, _: Around) -> None:
    scene.say(parcel="../../../../etc/cron.d/vidda")


ATTACKS: Final[Mapping[str, ParcelAttack]] = {
    "flip a bit of a recording": lambda s, _: _refile(s, _flipped),
    "flip a bit of a recording on the way": _spoil_on_the_way,
    "cut a recording off": lambda s, _: _refile(s, lambda c: c[:-100]),
    "cut a recording at a piece's end": _repiece(lambda p: p[:-1]),
    "extend a recording": lambda s, _: _refile(s, lambda c: c + bytes(100)),
    "reorder the pieces of a recording": _repiece(lambda p: [p[1], p[0], *p[2:]]),
    "leave a piece of a recording out": _repiece(lambda p: [p[0], *p[2:]]),
    "repeat a piece of a recording": _repiece(lambda p: [p[0], *p]),
    "splice in a recording of another patient": _splice,
    "exchange two recordings of a referral": _exchange,
    "leave a recording out": _leave_out,
    "add a recording of another patient": _add,
    "replace a recording by one of its own": _replace,
    "send more than announced": _endless,
    "announce three gigabytes": _huge,
    "send no envelope": _no_envelope,
    "name a file twice": _twice,
    "name a file by a path": _path_as_name,
    "name a parcel by a path": _path_as_parcel,
    "flip a bit of the envelope": _flip_envelope,
    "cut the envelope off": _cut_envelope,
    "strip the signature": _strip_signature,
    "drop a recipient": _drop_recipient,
    "drop this recipient": _drop_me,
    "add a recipient": _add_recipient,
    "swap a recipient": _swap_recipient,
    "mix the recipients' keys": _mix_wraps,
    "wrap a key twice": _double_wrap,
    "wrap a key of its own": _own_key,
    "write an envelope of its own": _own_text,
    "replace the key commitment": _other_commitment,
    "splice in another patient's text": _other_body,
    "put it under another referral's number": _other_referral,
    "splice in another patient's envelope": _other_envelope,
    "downgrade the envelope's version": _older_format,
    "say that somebody else sent it": _other_sender,
    "replay an older referral": _replay,
}
