"""What finding, links and places are said in."""

from fieldservice.sentences.marks import NOTHING_CHANGED, ErrorPieces, ErrorTable, marked

FINDING_ERRORS: ErrorTable = {
    "link.unknown": ErrorPieces(
        (marked("The link {link} leads nowhere in this program."),),
        (NOTHING_CHANGED,),
        (marked("Use tel: with a number, or fieldservice:ticket/ with the number of a ticket."),),
    ),
}
