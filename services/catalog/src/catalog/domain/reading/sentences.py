"""The sentences of a report: what was noticed, and what to do about it, each with a stable code."""

from catalog.domain.reading.report import Remark
from shared.texts import Text

_REMARKS = {
    "address-line": Text(
        az="Sənəddən əvvəl səhifənin ünvanı yazılıb: {address}",
        en="The address of the page stands before the form: {address}",
    ),
    "text-before-form": Text(
        az="Formadan əvvəlki mətn heç bir sahəyə aid edilmədi; sənədin tam olduğunu yoxlayın",
        en="Text before the form belongs to no field; check that the document begins at its top",
    ),
    "label-matched-loosely": Text(
        az="Etiket hərfi səhvlə yazılıb və “{wording}” kimi oxundu",
        en="The label is misspelt and was read as “{wording}”",
    ),
    "label-contradicts-number": Text(
        az="Etiket başqa sahənin adını daşıyır; çap olunmuş {number} nömrəsinə görə oxundu",
        en="The label has the words of another field; it was read by its printed number {number}",
    ),
    "label-contradicts-place": Text(
        az="Etiket başqa sahənin adını daşıyır; əvvəlki vahidin qiyməti kimi oxundu",
        en="The label has the words of another field; it was read as the value of the unit above",
    ),
    "label-repeated": Text(
        az="Etiket təkrarlanır; yalnız biri oxundu, sənəddə artıq olanı silin",
        en="The label is printed again; only one was read, take the other out of the document",
    ),
    "matched-by-alias": Text(
        az="Başqa yazılışla tanındı: {matches}",
        en="Recognised by another spelling: {matches}",
    ),
    "option-not-in-list": Text(
        az="Kod siyahısında yoxdur: {options}. Siyahıya əlavə edin və ya sənədi düzəldin",
        en="Not in the code list: {options}. Add to the list, or correct the document",
    ),
    "option-printed-as-heading": Text(
        az="Seçim başlıq kimi çap olunub; bu, seçildiyini göstərmir",
        en="An option is printed as a heading; that was not taken for a mark",
    ),
    "mark-says-nothing": Text(
        az="Bütün seçimlər qalın hərflərlədir; hansının seçildiyi bilinmir",
        en="Every option is bold, so the bold letters do not tell which is chosen",
    ),
    "too-many-marks": Text(
        az="Yalnız biri seçilə bilər, sənəddə isə {count} seçim qeyd olunub",
        en="Only one may be chosen and the document marks {count}",
    ),
    "number-not-read": Text(
        az="Burada tam ədəd gözlənilirdi; sənədi düzəldin",
        en="A whole number was expected here; correct the document",
    ),
    "number-with-words": Text(
        az="Ədədlə birlikdə söz də yazılıb; yalnız {number} oxundu",
        en="Words stand beside the number; only {number} was read",
    ),
    "unit-without-number": Text(
        az="Müddətin vahidi yazılıb, ədədi yoxdur",
        en="The unit of the term is printed and its number is not",
    ),
    "number-without-unit": Text(
        az="Müddətin ədədi yazılıb, vahidi yoxdur",
        en="The number of the term is printed and its unit is not",
    ),
    "durations-do-not-add-up": Text(
        az="Ümumi müddət ön və arxa ofislərin müddətlərinin cəminə bərabər deyil",
        en="The total term is not the sum of front office and back office",
    ),
    "passport-id-irregular": Text(
        az="ID nömrəsi 11-22-33-44 quruluşunda deyil; çap olunduğu kimi saxlanılır",
        en="The ID is not of the shape 11-22-33-44; it is kept as printed",
    ),
    "passport-id-class-differs": Text(
        az="ID-nin ikinci qrupu ({group}) seçilmiş təsnifata uyğun gəlmir",
        en="Group 2 of the ID ({group}) names another class than the one given",
    ),
    "text-not-read": Text(
        az="{count} sətir bu sahəyə aid edilə bilmədi; sənədi yoxlayın",
        en="{count} line(s) in this field were not read; check the document",
    ),
    "cut-off": Text(
        az="Sənəd burada kəsilib; tam sənədi göndərin",
        en="The document breaks off here; send the whole document",
    ),
    "ends-on-label": Text(
        az="Sənəd etiketdən dərhal sonra bitir; altındakının kəsilmədiyini yoxlayın",
        en="The document ends right after a label; check that what stood under it was not cut off",
    ),
    "incomplete-form": Text(
        az="Sənəd formanın sonuna çatmadan bitir: {missing} sahə yoxdur; tam sənədi göndərin",
        en="The document ends before the form does: {missing} fields are missing; send all of it",
    ),
}

_ERRORS = {
    "empty": Text(
        az="Sənəd boşdur; pasportun mətnini göndərin",
        en="The document is empty; send the text of a passport",
    ),
    "not-a-passport": Text(
        az="Pasportun etiketləri tapılmadı ({found} tanındı). Xidmət pasportunu etiketləri ilə"
        " birlikdə göndərin, məsələn “1. Xidmətin adı”",
        en="These are not the labels of a service passport ({found} recognised). Send the passport"
        " with its labels, for example “1. Xidmətin adı”",
    ),
    "cut-before-labels": Text(
        az="Sənəd birinci etiketə çatmadan kəsilib; tam sənədi göndərin",
        en="The document breaks off before its first label; send the whole document",
    ),
    "too-large": Text(
        az="Fayl {megabytes} MB-dan böyükdür; pasportu ayrıca fayl kimi göndərin",
        en="The file is larger than {megabytes} MB; send the passport as a file of its own",
    ),
    "word-document": Text(
        az="Bu, Word və ya arxiv faylıdır; onu mətn (.txt) və ya Markdown kimi saxlayıb göndərin",
        en="This is a Word file or an archive; save it as text (.txt) or Markdown and send that",
    ),
    "pdf": Text(
        az="Bu, PDF faylıdır; pasportun mətnini (.txt) və ya Markdown faylını göndərin",
        en="This is a PDF; send the passport as text (.txt) or Markdown",
    ),
    "image": Text(
        az="Bu, şəkildir; pasportun mətnini (.txt) və ya Markdown faylını göndərin",
        en="This is an image; send the passport as text (.txt) or Markdown",
    ),
    "html": Text(
        az="Bu, HTML səhifəsidir; pasportun mətnini (.txt) və ya Markdown faylını göndərin",
        en="This is an HTML page; send the passport as text (.txt) or Markdown",
    ),
    "binary": Text(
        az="Fayl mətn deyil; pasportun mətnini (.txt) və ya Markdown faylını göndərin",
        en="The file is not text; send the passport as text (.txt) or Markdown",
    ),
    "not-utf-8": Text(
        az="Fayl UTF-8 kodlaşdırmasında deyil; onu UTF-8 kimi saxlayıb yenidən göndərin",
        en="The file is not in UTF-8; save it as UTF-8 and send it again",
    ),
    "file-not-found": Text(
        az="Belə fayl yoxdur; yolu yoxlayın",
        en="There is no such file; check the path",
    ),
    "file-not-readable": Text(
        az="Faylı açmaq mümkün olmadı; onun qovluq olmadığını və oxuma hüququnu yoxlayın",
        en="The file cannot be opened; check that it is no folder and that you may read it",
    ),
}


def remark(
    code: str, *, field: str | None = None, line: int | None = None, **values: object
) -> Remark:
    """Return the remark called ``code``, its places filled with ``values``."""
    return Remark(code=code, detail=_filled(_REMARKS[code], values), field=field, line=line)


def error(code: str, *, line: int | None = None, **values: object) -> Remark:
    """Return the error called ``code``: why the document is no readable passport."""
    return Remark(code=code, detail=_filled(_ERRORS[code], values), line=line)


def _filled(text: Text, values: dict[str, object]) -> Text:
    return text.filled(**values) if values else text


REMARK_CODES = frozenset(_REMARKS)
ERROR_CODES = frozenset(_ERRORS)
"""Stable: a console may translate or link them."""
