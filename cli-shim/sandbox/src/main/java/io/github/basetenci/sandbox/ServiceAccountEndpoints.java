package io.github.basetenci.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.basetenci.sandbox.Federation.ServiceAccount;
import io.github.basetenci.sandbox.Workspace.Team;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of service accounts: list, create and update. The fields of {@code
 * preset_permissions} are not documented. Here it has a field {@code kind} with the type of a key
 * that may do what the account may do.
 */
final class ServiceAccountEndpoints {
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_DESCRIPTION = 1024;

  private final Federation federation;
  private final Workspace workspace;
  private final Access access;
  private final Clock clock;
  private final int duplicateNameStatus;

  ServiceAccountEndpoints(
      Federation federation,
      Workspace workspace,
      Access access,
      Clock clock,
      int duplicateNameStatus) {
    this.federation = federation;
    this.workspace = workspace;
    this.access = access;
    this.clock = clock;
    this.duplicateNameStatus = duplicateNameStatus;
  }

  void addTo(Router router) {
    router
        .on("GET", "/v1/service_accounts", this::list)
        .on("POST", "/v1/service_accounts", this::create)
        .on("PATCH", "/v1/service_accounts/{account}", this::update);
  }

  private Answer list(Call call) throws Refusal {
    Caller caller = access.manager(call);
    String team = call.query().get("team_id");
    return Page.of(
        call,
        federation.accounts().stream()
            .filter(caller::administers)
            .filter(account -> team == null || isOf(account, team))
            .map(ServiceAccountEndpoints::describe)
            .toList());
  }

  private Answer create(Call call) throws Refusal {
    Caller caller = access.manager(call);
    BodyFields fields = BodyFields.of(call);
    String name = unusedName(fields, null);
    String teamId = fields.text("team_id", LONGEST_NAME, null);
    Team team = teamId == null ? null : workspace.team(teamId);
    if (teamId != null && (team == null || !caller.sees(team))) {
      throw Refusal.notFound("No such team.");
    }
    if (team == null && !caller.administersOrganization()) {
      throw Refusal.forbidden(
          "Only an organization admin is allowed to create an organization's service account.");
    }
    String description = fields.text("description", LONGEST_DESCRIPTION, null);
    return Answer.ok(
        describe(federation.addAccount(name, preset(fields, team), team, description)));
  }

  private Answer update(Call call) throws Refusal {
    ServiceAccount account = find(federation, access.manager(call), call.variable("account"));
    BodyFields fields = BodyFields.of(call);
    if (fields.mentions("team_id")) {
      throw Refusal.invalid("The team of a service account cannot be changed.");
    }
    // All fields are read before any of them is changed, so that a refused request changes nothing.
    String name = fields.has("name") ? unusedName(fields, account) : account.name;
    String description =
        fields.mentions("description")
            ? fields.text("description", LONGEST_DESCRIPTION, null)
            : account.description;
    boolean disabled = fields.flag("disabled", account.disabled);
    account.preset =
        fields.has("preset_permissions") ? preset(fields, account.team) : account.preset;
    account.name = name;
    account.description = description;
    account.disabled = disabled;
    account.updated = clock.instant();
    return Answer.ok(describe(account));
  }

  /**
   * An account that the caller administers. Any other account is answered as if it did not exist.
   */
  static ServiceAccount find(Federation federation, Caller caller, @Nullable String id)
      throws Refusal {
    ServiceAccount account = federation.account(candidate -> candidate.id.equals(id));
    if (account == null || !caller.administers(account)) {
      throw Refusal.notFound("No such service account.");
    }
    return account;
  }

  static boolean isOf(ServiceAccount account, String teamId) {
    return account.team != null && account.team.id().equals(teamId);
  }

  /**
   * Whether an account of this team, or of the organization if the team is null, may have this
   * preset.
   */
  static boolean fits(KeyType preset, @Nullable Team team) {
    return team == null
        ? preset == KeyType.WORKSPACE_MANAGE_API_KEYS
        : preset.hasTeam() && preset != KeyType.ROUTES;
  }

  private static KeyType preset(BodyFields fields, @Nullable Team team) throws Refusal {
    KeyType preset = KeyType.find(fields.object("preset_permissions").text("kind", LONGEST_NAME));
    if (preset == null || !fits(preset, team)) {
      throw Refusal.invalid(
          "The kind of preset_permissions is WORKSPACE_MANAGE_ALL, WORKSPACE_INVOKE or"
              + " WORKSPACE_EXPORT_METRICS for a team's account, WORKSPACE_MANAGE_API_KEYS for the"
              + " organization's.");
    }
    return preset;
  }

  private String unusedName(BodyFields fields, @Nullable ServiceAccount own) throws Refusal {
    String name = fields.text("name", LONGEST_NAME);
    ServiceAccount other = federation.account(account -> account.name.equals(name));
    if (other != null && other != own) {
      throw new Refusal(
          duplicateNameStatus,
          "VALIDATION_ERROR",
          "A service account with this name already exists.");
    }
    return name;
  }

  private static ObjectNode describe(ServiceAccount account) {
    ObjectNode node = Answer.object().put("id", account.id).put("name", account.name);
    node.putObject("preset_permissions").put("kind", account.preset.name());
    Team team = account.team;
    return node.put("disabled", account.disabled)
        .put("created_at", account.created.toString())
        .put("updated_at", account.updated.toString())
        .put("description", account.description)
        .put("team_id", team == null ? null : team.id())
        .put("team_name", team == null ? null : team.name());
  }
}
