# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of a case when its specialist wants more, and its sender adds to it; pure."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from app.records.ids import UserId
from app.records.media_facts import QualityVerdict
from app.records.referral import (
    Adding,
    Addition,
    Attachment,
    Decision,
    Referral,
    ReferralForm,
    ReferralStatus,
    SignedReply,
)
from app.referrals.errors import Missing
from app.referrals.manifest import MAX_ADDITIONS, Manifest


def may_write(referral: Referral) -> bool:
    """Tell whether its sender can put recordings in: a draft, or an addition.

    An addition that was begun can be sent although the answer came meanwhile.
    """
    match referral.status:
        case ReferralStatus.DRAFT:
            return True
        case ReferralStatus.MORE_WANTED:
            return len(referral.additions) < MAX_ADDITIONS
        case ReferralStatus.ANSWERED | ReferralStatus.ACKNOWLEDGED:
            return referral.adding is not None and len(referral.additions) < MAX_ADDITIONS
        case _:
            return False


def written(referral: Referral) -> tuple[Attachment, ...]:
    """List the recordings that are not sent yet."""
    if referral.status is ReferralStatus.DRAFT:
        return referral.attachments
    return () if referral.adding is None else referral.adding.attachments


def with_written(referral: Referral, attachments: tuple[Attachment, ...]) -> Referral:
    """Put other recordings in the place of those that are not sent yet."""
    if referral.status is ReferralStatus.DRAFT:
        return dataclasses.replace(referral, attachments=attachments)
    adding = dataclasses.replace(referral.adding or Adding(), attachments=attachments)
    return dataclasses.replace(referral, adding=adding)


def missing_in_addition(adding: Adding) -> tuple[Missing, ...]:
    """List what an addition needs before it can be sent."""
    missing = []
    if not adding.text.strip() and not adding.attachments:
        missing.append(Missing.QUESTION)
    if any(unexplained(attachment) for attachment in adding.attachments):
        missing.append(Missing.REASON)
    return tuple(missing)


def unexplained(attachment: Attachment) -> bool:
    """Tell whether a bad recording is kept without a reason."""
    return attachment.quality.verdict is QualityVerdict.BAD and not attachment.kept_reason


def added(referral: Referral, at: datetime) -> Referral:
    """Make what was written part of the case, which waits for an answer again."""
    adding = referral.adding or Adding()
    came = tuple(attachment.attachment for attachment in adding.attachments)
    return dataclasses.replace(
        _unanswered(referral),
        status=ReferralStatus.SENDING,
        attachments=(*referral.attachments, *adding.attachments),
        additions=(*referral.additions, Addition(adding.text.strip(), came, at)),
        adding=None,
    )


def taken_back(referral: Referral) -> Referral:
    """Make the last addition a draft again: it could not be sent as it is."""
    last = referral.additions[-1]
    mine = tuple(a for a in referral.attachments if a.attachment in last.attachments)
    replies = referral.earlier_replies
    if referral.reply is not None:
        replies = (*replies, referral.reply)
    *earlier, reply = replies
    return dataclasses.replace(
        referral,
        status=status_of(reply),
        attachments=tuple(a for a in referral.attachments if a not in mine),
        additions=referral.additions[:-1],
        adding=Adding(last.text, mine),
        earlier_replies=tuple(earlier),
        reply=reply,
    )


def status_of(reply: SignedReply) -> ReferralStatus:
    """Tell where a case stands with this reply to all that was sent."""
    more = reply.reply.decision is Decision.SEND_MORE
    return ReferralStatus.MORE_WANTED if more else ReferralStatus.ANSWERED


def answered(referral: Referral, reply: SignedReply) -> Referral:
    """Add a reply to all that was sent; a former one to the same is kept beside it."""
    return dataclasses.replace(_unanswered(referral), status=status_of(reply), reply=reply)


def answered_late(referral: Referral, reply: SignedReply) -> Referral:
    """Add a reply that does not stand for the case as it is: it crossed something on the way.

    Where another one stands it is to be read again, for there is more to read.
    """
    status = referral.status if referral.reply is None else status_of(referral.reply)
    replies = (*referral.earlier_replies, reply)
    return dataclasses.replace(referral, status=status, earlier_replies=replies)


def stands_beside(referral: Referral, author: UserId, *, older: bool) -> bool:
    """Tell whether a reply that has come takes no other's place, whatever came first.

    ``older`` says that it answers less than what was sent, or than what the reply that stands
    answers. To the same text, whoever has the case speaks before whoever had it.
    """
    stands = referral.reply
    if older or stands is None:
        return older
    return author != referral.answerer == stands.author


def may_follow(before: Referral, manifest: Manifest) -> bool:
    """Tell whether a later version of what is here may take its place.

    What was answered can only be added to, so that no reply ever stands beside another question
    or other pictures than those it was given to.
    """
    if before.reply is None and not before.earlier_replies and not before.additions:
        return True
    sent = before.attachments
    return (
        manifest.form == before.form
        and [_facts(a) for a in manifest.attachments[: len(sent)]] == [_facts(a) for a in sent]
        and manifest.additions[: len(before.additions)] == before.additions
        and len(manifest.additions) > len(before.additions)
    )


def followed(before: Referral, manifest: Manifest, attachments: tuple[Attachment, ...]) -> Referral:
    """Give the case as it stands when something was added to it."""
    return dataclasses.replace(
        _unanswered(before),
        form=manifest.form or before.form,
        attachments=attachments,
        additions=manifest.additions,
        status=ReferralStatus.RECEIVED,
    )


def whole_form(referral: Referral) -> ReferralForm:
    """Write what was added into the history, for somebody who reads all of it at once."""
    form = referral.form
    texts = (form.history, *(addition.text for addition in referral.additions))
    return dataclasses.replace(form, history="\n\n".join(text for text in texts if text))


def _unanswered(referral: Referral) -> Referral:
    if referral.reply is None:
        return referral
    replies = (*referral.earlier_replies, referral.reply)
    return dataclasses.replace(referral, earlier_replies=replies, reply=None)


def _facts(attachment: Attachment) -> tuple[object, ...]:
    """Give what a file is held to; a title may have been cleaned here."""
    return (attachment.attachment, attachment.slot, attachment.sha256, attachment.size_bytes)
