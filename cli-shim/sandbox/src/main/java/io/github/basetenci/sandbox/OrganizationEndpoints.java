package io.github.basetenci.sandbox;

/** The endpoints of the organization: what it is called, and which keys may be created in it. */
final class OrganizationEndpoints {
  private static final String PERSONAL = "allow_personal_api_keys";
  private static final String SERVICE_ACCOUNT = "allow_service_account_api_keys";

  private final Workspace workspace;
  private final Access access;

  OrganizationEndpoints(Workspace workspace, Access access) {
    this.workspace = workspace;
    this.access = access;
  }

  void addTo(Router router) {
    router
        .on("GET", "/v1/organizations/me", this::show)
        .on("PATCH", "/v1/organizations/me", this::change);
  }

  private Answer show(Call call) throws Refusal {
    access.manager(call);
    return described();
  }

  private Answer change(Call call) throws Refusal {
    access.organizationAdmin(call);
    BodyFields fields = BodyFields.of(call);
    NewKeys now = workspace.newKeys();
    workspace.allow(
        new NewKeys(
            flag(fields, PERSONAL, now.personal()),
            flag(fields, SERVICE_ACCOUNT, now.serviceAccount())));
    return described();
  }

  /** A field that is left out stays as it is; null is refused. */
  private static boolean flag(BodyFields fields, String name, boolean now) throws Refusal {
    if (fields.mentions(name) && !fields.has(name)) {
      throw Refusal.invalid(name + " must be true or false.");
    }
    return fields.flag(name, now);
  }

  private Answer described() {
    return Answer.ok(
        Answer.object()
            .put("org_id", workspace.organizationId())
            .put("name", workspace.name())
            .put("created_at", workspace.created().toString())
            .put(PERSONAL, workspace.newKeys().personal())
            .put(SERVICE_ACCOUNT, workspace.newKeys().serviceAccount()));
  }
}
