package io.github.basetenci.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.basetenci.sandbox.Workspace.Key;
import io.github.basetenci.sandbox.Workspace.Member;
import io.github.basetenci.sandbox.Workspace.Team;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The endpoints of API keys: list, create and delete. */
final class KeyEndpoints {
  private final Workspace workspace;
  private final Access access;
  private final Keys keys;
  private final int duplicateNameStatus;

  KeyEndpoints(Workspace workspace, Access access, Keys keys, int duplicateNameStatus) {
    this.workspace = workspace;
    this.access = access;
    this.keys = keys;
    this.duplicateNameStatus = duplicateNameStatus;
  }

  void addTo(Router router) {
    router
        .on("GET", "/v1/api_keys", this::list)
        .on("POST", "/v1/api_keys", this::create)
        .on("POST", "/v1/teams/{team}/api_keys", this::create)
        .on("DELETE", "/v1/api_keys/{prefix}", this::delete);
  }

  private Answer list(Call call) throws Refusal {
    Caller caller = access.manager(call);
    String type = call.query().get("type");
    boolean own = flag(call, "created_by_me");
    ObjectNode answer = Answer.object();
    ArrayNode items = answer.putArray("keys");
    workspace.keys().stream()
        .filter(caller::manages)
        .filter(key -> type == null || type.equals(key.type().name()))
        .filter(key -> !own || caller.userId().equals(key.creation().userId()))
        .forEach(key -> items.add(describe(key)));
    return Answer.ok(answer);
  }

  private static boolean flag(Call call, String name) throws Refusal {
    String value = call.query().getOrDefault(name, "false");
    if (!value.equals("true") && !value.equals("false")) {
      throw Refusal.invalid(name + " must be true or false.");
    }
    return value.equals("true");
  }

  private Answer create(Call call) throws Refusal {
    Caller caller = access.manager(call);
    JsonNode body = call.json();
    KeyType type = KeyType.find(body.path("type").textValue());
    if (type == null) {
      throw Refusal.invalid("The type of the API key is missing or unknown.");
    }
    String name = text(body, "name");
    List<String> modelIds = modelIds(body);
    if (modelIds != null && !type.takesModels()) {
      throw Refusal.invalid("model_ids is not allowed for API keys of type " + type + ".");
    }
    Team team = team(call, caller, type, text(body, "team_id"));
    if (!caller.mayCreate(type, team)) {
      throw Refusal.forbidden("You are not allowed to create API keys of type " + type + ".");
    }
    if (!workspace.newKeys().allow(type)) {
      throw Refusal.forbidden(
          "Your organization does not allow new API keys of type " + type + ".");
    }
    Member owner = caller.member() == null ? workspace.admin() : caller.member();
    if (name != null && isTaken(type, name, team, owner)) {
      throw new Refusal(
          duplicateNameStatus, "VALIDATION_ERROR", "An API key with this name already exists.");
    }
    Key created = workspace.issue(keys.key(), type, name, modelIds, team, owner, caller.userId());
    return Answer.ok(Answer.object().put("api_key", created.full()));
  }

  private Answer delete(Call call) throws Refusal {
    Caller caller = access.manager(call);
    for (Key key : workspace.keys()) {
      if (key.prefix().equals(call.variable("prefix")) && caller.manages(key)) {
        workspace.keys().remove(key);
        return Answer.ok(Answer.object().put("prefix", key.prefix()));
      }
    }
    throw Refusal.notFound("No such API key.");
  }

  private Team team(Call call, Caller caller, KeyType type, @Nullable String bodyTeam)
      throws Refusal {
    Team inPath =
        call.variable("team") == null ? null : UserEndpoints.visibleTeam(workspace, caller, call);
    if (bodyTeam == null) {
      Team own = caller.team() == null ? workspace.defaultTeam() : caller.team();
      return inPath == null ? own : inPath;
    }
    if (!type.hasTeam()) {
      throw Refusal.invalid("team_id is not allowed for API keys of type " + type + ".");
    }
    Team inBody = workspace.team(bodyTeam);
    if (inBody == null || !caller.sees(inBody)) {
      throw Refusal.notFound("No such team.");
    }
    if (inPath != null && !inPath.equals(inBody)) {
      throw Refusal.invalid("team_id differs from the team of the path.");
    }
    return inBody;
  }

  /**
   * Whether another key has the name. Names of team keys must be unique in their team, names of
   * personal keys among the keys of their owner, and names of keys of the type
   * WORKSPACE_MANAGE_API_KEYS among the keys of this type.
   */
  private boolean isTaken(KeyType type, String name, Team team, Member owner) {
    return workspace.keys().stream()
        .filter(key -> name.equals(key.name()))
        .anyMatch(
            key ->
                switch (type) {
                  case PERSONAL -> owner.equals(key.owner());
                  case WORKSPACE_MANAGE_API_KEYS -> key.type() == type;
                  case WORKSPACE_MANAGE_ALL, WORKSPACE_INVOKE, WORKSPACE_EXPORT_METRICS, ROUTES ->
                      team.equals(key.team());
                });
  }

  private static @Nullable String text(JsonNode body, String field) throws Refusal {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw Refusal.invalid(field + " must be a string that is not empty.");
    }
    return value.textValue();
  }

  private static @Nullable List<String> modelIds(JsonNode body) throws Refusal {
    JsonNode value = body.path("model_ids");
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    List<String> ids = new ArrayList<>();
    for (JsonNode id : value) {
      if (!id.isTextual()) {
        throw Refusal.invalid("model_ids must be a list of strings.");
      }
      ids.add(id.textValue());
    }
    if (!value.isArray()) {
      throw Refusal.invalid("model_ids must be a list of strings.");
    }
    return ids;
  }

  private ObjectNode describe(Key key) {
    ObjectNode item =
        Answer.object()
            .put("prefix", key.prefix())
            .put("type", key.type().name())
            .put("name", key.name());
    List<String> models = key.modelIds();
    if (models == null) {
      item.putNull("model_ids");
    } else {
      models.forEach(item.putArray("model_ids")::add);
    }
    Team team = key.team();
    item.put("team_name", team == null ? null : team.name());
    Member owner = key.owner();
    if (owner == null) {
      item.putNull("owner");
    } else {
      item.putObject("owner")
          .put("user_id", owner.id())
          .put("email", owner.email())
          .put("name", owner.name());
    }
    item.put("created_at", key.creation().time().toString());
    if (workspace.uses().areReported()) {
      Instant used = workspace.uses().reported(key);
      item.put("last_used_at", used == null ? null : used.toString());
    }
    return item;
  }
}
