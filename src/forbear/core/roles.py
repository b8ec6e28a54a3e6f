"""The roles of people who sign in. What each may do stands in one table: web/shared/permissions."""

from __future__ import annotations

COLLECTOR = "collector"
TEAM_LEAD = "team_lead"
HARDSHIP = "hardship"
LEGAL = "legal"
FIELD = "field"
AGENCY = "agency"
RISK = "risk"
COMPLIANCE = "compliance"
PRODUCT = "product"
IT = "it"
AUDITOR = "auditor"
FINANCE = "finance"
CASHIER = "cashier"
OPERATIONS = "operations"
WRITER = "writer"
APPROVER = "approver"
REVIEWER = "reviewer"

ROLES = (
    COLLECTOR,
    TEAM_LEAD,
    HARDSHIP,
    LEGAL,
    FIELD,
    AGENCY,
    RISK,
    COMPLIANCE,
    PRODUCT,
    IT,
    AUDITOR,
    FINANCE,
    CASHIER,
    OPERATIONS,
    WRITER,
    APPROVER,
    REVIEWER,
)
# who may change rights, money or words, or see what others did: a password alone is not enough
GRAVE = (
    TEAM_LEAD,
    COMPLIANCE,
    IT,
    AUDITOR,
    FINANCE,
    CASHIER,
    OPERATIONS,
    WRITER,
    APPROVER,
    REVIEWER,
)
