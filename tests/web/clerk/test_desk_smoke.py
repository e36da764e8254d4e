from tests.conftest import PASSWORD


def test_pages(client, clerk, responsible, case_for, confirm, drafted_for):
    c = case_for("POS-001", by=clerk)
    n = case_for("NEG-01", by=clerk)
    d = drafted_for("POS-002") if False else drafted_for("POS-001")
    client.force_login(clerk)
    for url in [
        "/desk/",
        "/desk/?show=closed",
        "/desk/new/",
        "/desk/new/?item=POS-001",
        "/desk/new/?item=NEG-01",
        f"/desk/cases/{c.number}/",
        f"/desk/cases/{n.number}/",
        f"/desk/cases/{n.number}/refusal/",
        f"/desk/cases/{n.number}/ground/",
        f"/desk/cases/{c.number}/deliberation/",
        f"/desk/cases/{c.number}/circumstances/",
        f"/desk/cases/{c.number}/assessment/",
        f"/desk/cases/{d.number}/preview/",
        "/account/",
        "/account/password/",
        "/account/code/",
        "/sign-in/",
    ]:
        r = client.get(url)
        assert r.status_code == 200, (url, r.status_code)
    client.force_login(responsible)
    for url in ["/desk/", "/desk/signatures/", f"/desk/cases/{d.number}/"]:
        r = client.get(url)
        assert r.status_code == 200, (url, r.status_code)
    r = client.post(f"/desk/cases/{d.number}/signature/", {"proof": PASSWORD})
    assert r.status_code == 302, r.content.decode()
    d.refresh_from_db()
    assert d.state == "issued"
    p = d.certificates.get()
    assert client.get(f"/desk/certificates/{p.number}/").status_code == 200
    assert client.get(f"/desk/certificates/{p.number}/revocation/").status_code == 200
    client.force_login(clerk)
    r = client.post(f"/desk/cases/{n.number}/refusal/")
    assert r.status_code == 302
    n.refresh_from_db()
    assert n.state == "refused" and n.certificates.get().status == "issued"
