package io.github.basetenci.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.basetenci.sandbox.Workspace.Secret;
import io.github.basetenci.sandbox.Workspace.Team;
import java.time.Clock;

/** The endpoints of secrets: list, create or overwrite, and delete. */
final class SecretEndpoints {
  private final Workspace workspace;
  private final Access access;
  private final Keys keys;
  private final Clock clock;

  SecretEndpoints(Workspace workspace, Access access, Keys keys, Clock clock) {
    this.workspace = workspace;
    this.access = access;
    this.keys = keys;
    this.clock = clock;
  }

  void addTo(Router router) {
    router
        .on("GET", "/v1/secrets", this::list)
        .on("GET", "/v1/teams/{team}/secrets", this::list)
        .on("POST", "/v1/secrets", this::set)
        .on("POST", "/v1/teams/{team}/secrets", this::set)
        .on("DELETE", "/v1/secrets/{name}", this::delete)
        .on("DELETE", "/v1/teams/{team}/secrets/{name}", this::delete);
  }

  private Caller keeper(Call call) throws Refusal {
    Caller caller = access.manager(call);
    if (!caller.handlesSecrets()) {
      throw Refusal.forbidden("This type of API key is not allowed to handle secrets.");
    }
    return caller;
  }

  private Team team(Caller caller, Call call) throws Refusal {
    if (call.variable("team") != null) {
      return UserEndpoints.visibleTeam(workspace, caller, call);
    }
    return caller.team() == null ? workspace.defaultTeam() : caller.team();
  }

  private Answer list(Call call) throws Refusal {
    Caller caller = keeper(call);
    Team only = call.variable("team") == null ? null : team(caller, call);
    ObjectNode answer = Answer.object();
    ArrayNode items = answer.putArray("secrets");
    workspace.secrets().stream()
        .filter(secret -> only == null ? caller.sees(secret.team()) : only.equals(secret.team()))
        .forEach(secret -> items.add(describe(secret)));
    return Answer.ok(answer);
  }

  private Answer set(Call call) throws Refusal {
    Caller caller = keeper(call);
    Team team = team(caller, call);
    JsonNode body = call.json();
    String name = body.path("name").textValue();
    String value = body.path("value").textValue();
    if (name == null || name.isEmpty() || value == null) {
      throw Refusal.invalid("name and value are required and must be strings.");
    }
    for (int i = 0; i < workspace.secrets().size(); i++) {
      Secret old = workspace.secrets().get(i);
      if (old.is(team, name)) {
        Secret changed = new Secret(old.id(), old.name(), team, old.created(), value);
        workspace.secrets().set(i, changed);
        return Answer.ok(describe(changed));
      }
    }
    Secret added = new Secret("sec_" + keys.word(8), name, team, clock.instant(), value);
    workspace.secrets().add(added);
    return Answer.ok(describe(added));
  }

  private Answer delete(Call call) throws Refusal {
    Caller caller = keeper(call);
    Team team = team(caller, call);
    String name = String.valueOf(call.variable("name"));
    if (!workspace.secrets().removeIf(secret -> secret.is(team, name))) {
      throw Refusal.notFound("No such secret.");
    }
    return Answer.ok(Answer.object().put("name", name));
  }

  private static ObjectNode describe(Secret secret) {
    return Answer.object()
        .put("id", secret.id())
        .put("created_at", secret.created().toString())
        .put("name", secret.name())
        .put("team_name", secret.team().name());
  }
}
