"""What the lifespan builds, and how endpoints get at it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from caflux_config_api.access.service import Access
from caflux_config_api.aliases.service import Aliases
from caflux_config_api.audit.service import Audit
from caflux_config_api.bulk.service import Bulk
from caflux_config_api.collectors.service import Collectors
from caflux_config_api.database import Database
from caflux_config_api.diagnosis.service import Diagnoses
from caflux_config_api.documents.service import Documents
from caflux_config_api.listing.service import Listing
from caflux_config_api.metadata.catalogue import Catalogue
from caflux_config_api.metadata.service import Metadata
from caflux_config_api.notes.service import Notes
from caflux_config_api.policies.service import Policies
from caflux_config_api.purges.service import Purges
from caflux_config_api.pvs.batches import Batches
from caflux_config_api.pvs.service import Pvs
from caflux_config_api.reports.service import Reports
from caflux_config_api.retention.service import RetentionClasses
from caflux_config_api.revision import RevisionWatch
from caflux_config_api.upkeep import Upkeep
from caflux_config_api.virtual.service import VirtualPvs


@dataclass(frozen=True, slots=True)
class Parts:
    """The service's parts, one a feature."""

    database: Database
    watch: RevisionWatch
    upkeep: Upkeep
    access: Access
    pvs: Pvs
    collectors: Collectors
    metadata: Metadata
    catalogue: Catalogue
    virtual: VirtualPvs
    aliases: Aliases
    audit: Audit
    listing: Listing
    policies: Policies
    diagnoses: Diagnoses
    retention: RetentionClasses
    bulk: Bulk
    documents: Documents
    notes: Notes
    batches: Batches
    purges: Purges
    reports: Reports


def parts_of(request: Request) -> Parts:
    """Give the parts of the application that serves `request`."""
    parts = request.app.state.parts
    assert isinstance(parts, Parts)
    return parts


def _access(request: Request) -> Access:
    return parts_of(request).access


def _pvs(request: Request) -> Pvs:
    return parts_of(request).pvs


def _collectors(request: Request) -> Collectors:
    return parts_of(request).collectors


def _metadata(request: Request) -> Metadata:
    return parts_of(request).metadata


def _catalogue(request: Request) -> Catalogue:
    return parts_of(request).catalogue


def _virtual(request: Request) -> VirtualPvs:
    return parts_of(request).virtual


def _aliases(request: Request) -> Aliases:
    return parts_of(request).aliases


def _audit(request: Request) -> Audit:
    return parts_of(request).audit


def _listing(request: Request) -> Listing:
    return parts_of(request).listing


def _policies(request: Request) -> Policies:
    return parts_of(request).policies


def _diagnoses(request: Request) -> Diagnoses:
    return parts_of(request).diagnoses


def _retention(request: Request) -> RetentionClasses:
    return parts_of(request).retention


def _bulk(request: Request) -> Bulk:
    return parts_of(request).bulk


def _batches(request: Request) -> Batches:
    return parts_of(request).batches


def _documents(request: Request) -> Documents:
    return parts_of(request).documents


def _notes(request: Request) -> Notes:
    return parts_of(request).notes


def _purges(request: Request) -> Purges:
    return parts_of(request).purges


def _reports(request: Request) -> Reports:
    return parts_of(request).reports


AccessPart = Annotated[Access, Depends(_access)]
PvsPart = Annotated[Pvs, Depends(_pvs)]
CollectorsPart = Annotated[Collectors, Depends(_collectors)]
MetadataPart = Annotated[Metadata, Depends(_metadata)]
VirtualPart = Annotated[VirtualPvs, Depends(_virtual)]
CataloguePart = Annotated[Catalogue, Depends(_catalogue)]
AliasesPart = Annotated[Aliases, Depends(_aliases)]
AuditPart = Annotated[Audit, Depends(_audit)]
ListingPart = Annotated[Listing, Depends(_listing)]
PoliciesPart = Annotated[Policies, Depends(_policies)]
DiagnosesPart = Annotated[Diagnoses, Depends(_diagnoses)]
RetentionPart = Annotated[RetentionClasses, Depends(_retention)]
BulkPart = Annotated[Bulk, Depends(_bulk)]
DocumentsPart = Annotated[Documents, Depends(_documents)]
NotesPart = Annotated[Notes, Depends(_notes)]
BatchesPart = Annotated[Batches, Depends(_batches)]
PurgesPart = Annotated[Purges, Depends(_purges)]
ReportsPart = Annotated[Reports, Depends(_reports)]
