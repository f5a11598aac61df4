"""What is said of the term holds: days of waiting only where papers were asked for, no day that is past."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_TEMPLATES = [
    {
        "code": "in-progress-papers",
        "version": 3,
        "language": "az",
        "subject": "Müraciətiniz üçün sənədlər lazımdır: {case_number}",
        "body": "«{service_name}» xidməti üzrə {case_number} nömrəli müraciətinizə baxılır. "
        "Qərar üçün bu sənədlər hələ çatışmır: {papers}. {how_to_hand_in} "
        "Qərar {term_on} tarixinədək qəbul edilməlidir.",
    },
    {
        "code": "in-progress-papers",
        "version": 3,
        "language": "en",
        "subject": "Your application needs documents: {case_number}",
        "body": "Your application {case_number} for “{service_name}” is being considered. "
        "To decide it we still need: {papers}. {how_to_hand_in} "
        "The decision is due by {term_on}.",
    },
    {
        "code": "in-progress-papers-awaited",
        "version": 1,
        "language": "az",
        "subject": "Müraciətiniz üçün sənədlər lazımdır: {case_number}",
        "body": "«{service_name}» xidməti üzrə {case_number} nömrəli müraciətinizə baxılır. "
        "Qərar üçün bu sənədlər hələ çatışmır: {papers}. {how_to_hand_in} "
        "Qərarın son tarixi {term_on} idi; sizdən sənəd gözlənilən günlər müddətə daxil edilmir "
        "və son tarix müvafiq olaraq uzadılır.",
    },
    {
        "code": "in-progress-papers-awaited",
        "version": 1,
        "language": "en",
        "subject": "Your application needs documents: {case_number}",
        "body": "Your application {case_number} for “{service_name}” is being considered. "
        "To decide it we still need: {papers}. {how_to_hand_in} "
        "The decision was due by {term_on}; days on which we wait for documents from you "
        "do not count, and that day moves later accordingly.",
    },
    {
        "code": "in-progress-late",
        "version": 1,
        "language": "az",
        "subject": "Müraciətiniz üzrə qərar gecikir: {case_number}",
        "body": "«{service_name}» xidməti üzrə {case_number} nömrəli müraciətinizə baxılması davam "
        "edir. Qərarın son tarixi {term_on} idi; bu müddət bitib və qərar gecikir. Qərar qəbul "
        "edilən kimi bu kabinetdə sizə bildiriləcək. Hazırda sizdən heç nə tələb olunmur.",
    },
    {
        "code": "in-progress-late",
        "version": 1,
        "language": "en",
        "subject": "The decision on your application is late: {case_number}",
        "body": "The decision on your application {case_number} for “{service_name}” is late: "
        "it was due by {term_on}, and that term is over. We go on working on your application. "
        "You will read the decision here as soon as it is taken. "
        "There is nothing you need to do now.",
    },
    {
        "code": "in-progress-papers-late",
        "version": 1,
        "language": "az",
        "subject": "Müraciətiniz üçün sənədlər lazımdır: {case_number}",
        "body": "«{service_name}» xidməti üzrə {case_number} nömrəli müraciətinizə baxılması davam "
        "edir. Qərarın son tarixi {term_on} idi; bu müddət bitib və qərar gecikir. Qərar üçün bu "
        "sənədlər hələ çatışmır: {papers}. {how_to_hand_in} Qərar qəbul edilən kimi bu kabinetdə "
        "sizə bildiriləcək.",
    },
    {
        "code": "in-progress-papers-late",
        "version": 1,
        "language": "en",
        "subject": "Your application needs documents: {case_number}",
        "body": "The decision on your application {case_number} for “{service_name}” is late: "
        "it was due by {term_on}, and that term is over. We go on working on your application. "
        "To decide it we still need: {papers}. {how_to_hand_in} "
        "You will read the decision here as soon as it is taken.",
    },
    {
        "code": "in-progress-suspended",
        "version": 1,
        "language": "az",
        "subject": "Müraciətinizə baxılması dayandırılıb: {case_number}",
        "body": "«{service_name}» xidməti üzrə {case_number} nömrəli müraciətinizə baxılması "
        "dayandırılıb. Qərarın son tarixi {term_on} idi; baxılma davam etdirilməyincə qərar qəbul "
        "edilmir. Qərar qəbul edilən kimi bu kabinetdə sizə bildiriləcək. Hazırda sizdən heç nə "
        "tələb olunmur.",
    },
    {
        "code": "in-progress-suspended",
        "version": 1,
        "language": "en",
        "subject": "The work on your application is suspended: {case_number}",
        "body": "The work on your application {case_number} for “{service_name}” is suspended. "
        "The decision was due by {term_on}; it is not taken until the work goes on. "
        "You will read the decision here as soon as it is taken. "
        "There is nothing you need to do now.",
    },
    {
        "code": "in-progress-papers-suspended",
        "version": 1,
        "language": "az",
        "subject": "Müraciətinizə baxılması dayandırılıb: {case_number}",
        "body": "«{service_name}» xidməti üzrə {case_number} nömrəli müraciətinizə baxılması "
        "dayandırılıb. Qərarın son tarixi {term_on} idi; baxılma davam etdirilməyincə qərar qəbul "
        "edilmir. Qərar üçün bu sənədlər hələ çatışmır: {papers}. {how_to_hand_in} Qərar qəbul "
        "edilən kimi bu kabinetdə sizə bildiriləcək.",
    },
    {
        "code": "in-progress-papers-suspended",
        "version": 1,
        "language": "en",
        "subject": "The work on your application is suspended: {case_number}",
        "body": "The work on your application {case_number} for “{service_name}” is suspended. "
        "The decision was due by {term_on}; it is not taken until the work goes on. "
        "To decide it we still need: {papers}. {how_to_hand_in} "
        "You will read the decision here as soon as it is taken.",
    },
]


def upgrade() -> None:
    """Add them in both languages; what was written from earlier ones keeps those."""
    table = sa.table(
        "templates",
        sa.column("code", sa.String),
        sa.column("version", sa.Integer),
        sa.column("language", sa.String),
        sa.column("subject", sa.String),
        sa.column("body", sa.String),
    )
    op.bulk_insert(table, _TEMPLATES)


def downgrade() -> None:
    """Take them away."""
    op.execute("delete from templates where code = 'in-progress-papers' and version = 3")
    op.execute(
        "delete from templates where code in"
        " ('in-progress-papers-awaited', 'in-progress-late', 'in-progress-papers-late',"
        " 'in-progress-suspended', 'in-progress-papers-suspended')"
    )
