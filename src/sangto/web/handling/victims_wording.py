"""Words for who was harmed: plain, warm, without blame."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangto.handling.domain.victims import Addressee, Harm
from sangto.web.wording import Words

HARM_NAMES: Words = {
    Harm.MONEY_SENT: _("I sent money to a scammer"),
    Harm.CODES_GIVEN: _("I gave away a password or a code"),
    Harm.APP_INSTALLED: _("I installed an app they sent me"),
    Harm.IMPERSONATED: _("Somebody pretends to be me"),
    Harm.PRIVATE_DATA: _("My private pictures or data are being spread"),
    Harm.CHILD: _("A child is in danger"),
}
ADDRESSEE_NAMES: Words = {
    Addressee.POLICE: _("The police of the commune or ward where you live"),
    Addressee.BANK: _("Your bank"),
    Addressee.CONSUMERS: _("The agency that protects consumers"),
}
STEP_TEXTS: Words = {
    "call_bank": _(
        "Call your bank now and ask it to hold the transfer and lock the account. The first hour "
        "counts most."
    ),
    "stop_paying": _("Send nothing more, also if they promise to give the money back for a fee."),
    "keep_evidence": _(
        "Delete nothing. Keep the messages, numbers, account names and receipts; take screenshots "
        "with the date."
    ),
    "change_passwords": _(
        "From another device, change the passwords of your bank, e-mail and messengers, and switch "
        "the second step on."
    ),
    "end_sessions": _("Sign out everywhere: in the settings of your accounts, end all sessions."),
    "cut_the_line": _("Switch on the flight mode and the Wi-Fi off, so that nobody steers it."),
    "reset_phone": _(
        "Take the phone to a shop you trust, or reset it. Do not bank on it before that."
    ),
    "tell_contacts": _("Tell your family and friends not to send anything to that account."),
    "report_account": _("Report the account in the app itself, as an impersonation of you."),
    "not_your_fault": _(
        "It is not your fault. You do not have to pay, and paying does not end it."
    ),
    "keep_evidence_private": _(
        "Keep the threats and addresses for the police. Send the pictures to nobody, not to us "
        "either."
    ),
    "report_to_platform": _(
        "Report it in the app as private pictures without consent; such reports come first there."
    ),
    "call_child_hotline": _(
        "Call the child protection hotline now. It is free, day and night, and whoever calls is "
        "kept secret."
    ),
    "stay_with_child": _("Stay with the child. Listen, believe, do not scold."),
    "send_no_pictures": _(
        "Send no pictures of a child to anybody, not to us either. Note where you saw them."
    ),
    "danger_now": _("Is somebody in danger at this moment? Call the police."),
    "complain": _("Complain to the police where you live. We help you to write the letter."),
}
EVIDENCE_NAMES: Words = {
    "messages": _("Screenshots of the messages"),
    "transfers": _("Receipts of the transfers"),
    "numbers": _("Phone and account numbers that they used"),
    "links": _("Links and addresses"),
    "recordings": _("Recordings of calls"),
    "receipt": _("The receipt of my report to this desk"),
}
WISH_NAMES: Words = {
    "investigate": _("To receive my complaint and look into it"),
    "freeze": _("To trace and hold the money"),
    "remove": _("To help me stop the spreading"),
    "protect": _("To protect my identity"),
}
#: As they stand in the letter, which is Vietnamese whatever the language of the page.
LETTER_WORDS: dict[str, str] = {
    "messages": "Ảnh chụp màn hình các tin nhắn",
    "transfers": "Chứng từ chuyển tiền",
    "numbers": "Các số điện thoại, số tài khoản mà đối tượng sử dụng",
    "links": "Các đường link, địa chỉ trang",
    "recordings": "Ghi âm cuộc gọi",
    "receipt": "Biên nhận phản ánh của tôi",
    "investigate": "Tiếp nhận, xác minh và giải quyết theo quy định của pháp luật",
    "freeze": "Tra soát, phong tỏa số tiền đã chuyển",
    "remove": "Hỗ trợ ngăn chặn việc phát tán",
    "protect": "Giữ bí mật thông tin cá nhân của tôi",
}
