"""Every page that is tested in the browser and shown in ``docs/screenshots/``, by name."""

PAGES = {
    "home": "/",
    "search": "/search?q=machine+tools",
    "list": "/id/us-ccl",
    "edition": "/id/eu-annex-i/2025-11-15",
    "filtered": "/id/us-ccl/2025-09-29?group=ProductGroupD&status=Listed",
    "heading": "/id/us-ccl/2025-09-29/3",
    "entry": "/id/eu-annex-i/2025-11-15/2B201",
    "old-entry": "/id/us-ccl/2024-12-02/3A090.a",
    "provision": "/id/us-ccl/3A001.a.9",
    "compare": "/compare?a=eu-annex-i&b=au-dsgl",
    "coverage": "/coverage",
    "changes": "/changes",
    "convergence": "/convergence",
    "proof": "/id/convergence/candidate/eu-annex-i/2D202-1/AnomalyDetection-MaintenanceChecking",
    "assessment": "/assess",
    "questions": "/queries",
    "question": "/queries/cq-013",
    "editor": "/editor",
    "endpoint": "/sparql",
    "problem": "/nowhere",
}
