"""The labels as the forms print them: alias lists in Azerbaijani and English.

A label is recognised by its words alone, wherever it stands and whatever number it carries.
``form`` is named where only that form words the label so. Labels 14 and 15 have the same words, and
so have 16 and 17: what stands under them tells them apart (``assignment``).
"""

from dataclasses import dataclass

from catalog.domain.reading.report import Form


@dataclass(frozen=True, slots=True)
class Label:
    """One wording of a label: the fields (or extras) it may head, its language, its form."""

    wording: str
    targets: tuple[str, ...]
    language: str = "az"
    form: Form | None = None


_FRONT = ("front_office_duration_unit", "front_office_duration_value")
_BACK = ("back_office_duration_unit", "back_office_duration_value")

AZERBAIJANI = (
    Label("Xidmətin adı", ("name",)),
    Label("Xidmətin ID-si", ("passport_id",), form=Form.A),
    Label("Xidmətin ID nömrəsi", ("passport_id",), form=Form.B),
    Label("Xidmətlər üzrə təsnifat", ("classifications",)),
    Label("Xidmətin aid olduğu təsnifat", ("classifications",), form=Form.C),
    Label("Xidməti həyata keçirən struktur bölmənin adı", ("executing_units",)),
    Label("Xidməti həyata keçirən dövlət qurumunun adı", ("executing_units",), form=Form.C),
    Label("Xidmətin hüquqi əsası", ("legal_basis",)),
    Label("Xidmətin hüquqi əsasları", ("legal_basis",)),
    Label("Xidmət üzrə daxil olan müraciətlərin formaları", ("intake_channels",)),
    Label("Xidmət üzrə daxil olan müraciətlərin forması", ("intake_channels",)),
    Label("Xidmətin həyata keçirilmə formaları", ("intake_channels",), form=Form.C),
    Label("Xidmət üzrə istifadə olunan kommunikasiya kanalı", ("communication_channels",)),
    Label("Xidmət üzrə istifadə olunan kommunikasiya kanalları", ("communication_channels",)),
    Label("Xidmət üzrə cavablandırma formaları", ("response_channels",)),
    Label("Xidmət üzrə cavablandırma forması", ("response_channels",)),
    Label(
        "Xidmətin həyata keçirilməsi və nəticəsi proseduru barədə məlumatlandırma forması",
        ("response_channels",),
        form=Form.C,
    ),
    Label("Xidmətin nəticəsində imtina əsəsləri", ("refusal_grounds",)),
    Label("Xidmətin nəticəsində imtina əsasları", ("refusal_grounds",)),
    Label("Xidmət istifadəçiləri", ("audiences",)),
    Label("Xidmətin istifadəçiləri", ("audiences",)),
    Label("Xidmətin icrasını təmin edən arxa ofisin adı", ("back_offices",), form=Form.A),
    Label(
        "Xidmətin icrasını təmin edən Nazirliyin struktur qurumu", ("back_offices",), form=Form.B
    ),
    Label("Xidmətin icrasında iştirak edən dövlət qurumunun adı", ("back_offices",), form=Form.C),
    Label("Xidmətin həyata keçirilməsinin ümumi müddəti", ("total_duration_unit",)),
    Label("Xidmətin həyata keçirilməsi müddəti", ("total_duration_value",)),
    Label("Xidmətin həyata keçirilməsinin müddəti", ("total_duration_value",)),
    Label("Xidmətin həyata keçirilməsinin müddəti (ön ofis)", _FRONT),
    Label("Xidmətin həyata keçirilməsi müddəti (ön ofis)", _FRONT),
    Label("Xidmətin həyata keçirilməsinin müddəti (arxa ofis)", _BACK),
    Label("Xidmətin həyata keçirilməsi müddəti (arxa ofis)", _BACK),
    Label(
        "DOST operatoru tərəfindən xidmətin icra müddəti üzrə standart",
        ("operator_standard_minutes",),
    ),
    Label("Xidmət haqqı", ("fee",)),
    Label("Xidmətin haqqı", ("fee",)),
    Label("Xidmətin göstərilmə yeri", ("locations",)),
    Label("Xidmətin göstərildiyi yer", ("locations",)),
    Label("Xidmət üzrə tələb olunan sənədlər", ("required_documents",)),
    Label("Xidmət üzrə sənədlərin təqdimetmə forması", ("document_forms",)),
    Label("Xidmət üzrə sənədlərin təqdim etmə forması", ("document_forms",)),
    Label("Xidmət üzrə addımlarla təlimat", ("steps",)),
    Label("Xidmət zamanı istifadə edilən informasiya sistemləri", ("information_systems",)),
    Label("Xidmət zamanı istifadə olunan informasiya sistemləri", ("information_systems",)),
    Label("MEİS informasiya sistemin strukturuna daxil olan altsistemlər", ("meis_subsystems",)),
    Label("MEİS informasiya sisteminin strukturuna daxil olan altsistemlər", ("meis_subsystems",)),
    Label("MEİS-in strukturuna daxil olan altsistemlər", ("meis_subsystems",)),
    Label("Xidmətin elektronlaşma dərəcəsi", ("digitisation_level",)),
    Label("Xidmətin elektronlaşdırılma dərəcəsi", ("digitisation_level",)),
    Label("Xidmət üzrə məsul şəxsin vəzifəsi", ("responsible_position",)),
    Label("Xidmətin məzmunu", ("service_content",), form=Form.C),
    Label("Xidmətin avtomatlaşdırılma dərəcəsi", ("degree_of_automation",), form=Form.B_PRIME),
    Label("Avtomatlaşdırma dərəcəsi", ("degree_of_automation",), form=Form.B_PRIME),
)

ENGLISH = (
    Label("Name of the service", ("name",), "en"),
    Label("Service name", ("name",), "en"),
    Label("Service ID", ("passport_id",), "en"),
    Label("Service ID number", ("passport_id",), "en"),
    Label("Classification of services", ("classifications",), "en"),
    Label("Service classification", ("classifications",), "en"),
    Label("Classification to which the service belongs", ("classifications",), "en", Form.C),
    Label("Name of the structural unit performing the service", ("executing_units",), "en"),
    Label("Legal basis of the service", ("legal_basis",), "en"),
    Label("Legal basis for the service", ("legal_basis",), "en"),
    Label("Forms of incoming inquiries on the service", ("intake_channels",), "en"),
    Label("Communication channel used for the service", ("communication_channels",), "en"),
    Label("Communication channels used for the service", ("communication_channels",), "en"),
    Label("Service response forms", ("response_channels",), "en"),
    Label("Reasons for refusal as a result of the service", ("refusal_grounds",), "en"),
    Label("Service users", ("audiences",), "en"),
    Label(
        "The structural unit of the Ministry providing the implementation of the service",
        ("back_offices",),
        "en",
        Form.B,
    ),
    Label("Total length of service", ("total_duration_unit",), "en"),
    Label("Length of service", ("total_duration_value",), "en"),
    Label("Length of service (front office)", _FRONT, "en"),
    Label("Length of service (back office)", _BACK, "en"),
    Label("Standard length of service by DOST operator", ("operator_standard_minutes",), "en"),
    Label("Service fee", ("fee",), "en"),
    Label("Place of service", ("locations",), "en"),
    Label("Documents required for the provision of the service", ("required_documents",), "en"),
    Label("Form of submission of documents for the service", ("document_forms",), "en"),
    Label("Forms of submission of documents for the service", ("document_forms",), "en"),
    Label("Service Steps Guide", ("steps",), "en"),
    Label("Information systems used in the service", ("information_systems",), "en"),
    Label(
        "Subsystems (resources and information) included in MEIS"
        " (Central Electronic Information System) information system structure",
        ("meis_subsystems",),
        "en",
    ),
    Label("Subsystems included in MEIS information system structure", ("meis_subsystems",), "en"),
    Label("Degree of digitisation of the service", ("digitisation_level",), "en"),
    Label("Degree of digitization of the service", ("digitisation_level",), "en"),
    Label("Degree of electronization of the service", ("digitisation_level",), "en"),
    Label("Position of the person responsible for the service", ("responsible_position",), "en"),
    Label("Content of the service", ("service_content",), "en", Form.C),
    Label("Degree of automation", ("degree_of_automation",), "en", Form.B_PRIME),
    Label("Degree of automation of the service", ("degree_of_automation",), "en", Form.B_PRIME),
)

LABELS = AZERBAIJANI + ENGLISH

LABEL_NOTES = (
    "yalnız 1-ni seçə bilər",
    "yalnız birini seçə bilər",
    "strukturun nümunəsi: 11-22-33-44",
    "DOST modeli",
    "DOST model",
    "resurslar və məlumatlar",
    "resources and information",
    "dəqiqə ilə",
    "in minutes",
)
"""What a form prints after a label's own words; it says how to fill the field in."""

NUMBER_HINTS = ("Rəqəmlə", "In figures", "In numbers")
"""Printed above the box of a number; no value."""

NOTE_WORDS = ("Qeyd", "Note")
"""A paragraph that begins so is a note to the field it stands in."""

TITLES = ("DOST xidmət pasportu", "Xidmət pasportu", "DOST service passport", "Service passport")
APPROVAL_WORDS = "qərarı ilə təsdiq edilmişdir"
"""In the line above the title of form A that names the board's decision."""
