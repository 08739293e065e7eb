package io.github.basetenci.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.basetenci.sandbox.Workspace.Member;
import io.github.basetenci.sandbox.Workspace.Team;
import org.jspecify.annotations.Nullable;

/** The endpoints of users and teams, and the GraphQL query of {@code truss whoami}. */
final class UserEndpoints {
  private static final String WHOAMI = "query{organization{workspace_name}user{email}}";

  private final Workspace workspace;
  private final Access access;

  UserEndpoints(Workspace workspace, Access access) {
    this.workspace = workspace;
    this.access = access;
  }

  void addTo(Router router) {
    router
        .on("GET", "/v1/users/me", call -> Answer.ok(self(access.manager(call))))
        .on("GET", "/v1/users", this::users)
        .on("GET", "/v1/users/{user}", this::user)
        .on("GET", "/v1/teams", this::teams)
        .on("GET", "/v1/teams/{team}", this::team)
        .on("POST", "/graphql/", this::graphql);
  }

  private ObjectNode self(Caller caller) {
    Member member = caller.member();
    return member != null ? describe(member) : describe(caller.userId(), null, null);
  }

  private ObjectNode describe(Member member) {
    return describe(member.id(), member.email(), member.name());
  }

  private ObjectNode describe(String id, @Nullable String email, @Nullable String name) {
    return Answer.object()
        .put("user_id", id)
        .put("email", email)
        .put("name", name)
        .put("workspace_name", workspace.name());
  }

  private Answer users(Call call) throws Refusal {
    access.manager(call);
    String email = call.query().get("email");
    ObjectNode page = Answer.object();
    ArrayNode items = page.putArray("items");
    workspace.members().stream()
        .filter(member -> email == null || email.equals(member.email()))
        .forEach(member -> items.add(describe(member)));
    page.putObject("pagination").put("has_more", false).putNull("cursor");
    return Answer.ok(page);
  }

  private Answer user(Call call) throws Refusal {
    access.manager(call);
    for (Member member : workspace.members()) {
      if (member.id().equals(call.variable("user"))) {
        return Answer.ok(describe(member));
      }
    }
    throw Refusal.notFound("No such user.");
  }

  private Answer teams(Call call) throws Refusal {
    Caller caller = access.manager(call);
    String name = call.query().get("name");
    ObjectNode answer = Answer.object();
    ArrayNode items = answer.putArray("teams");
    workspace.teams().stream()
        .filter(caller::sees)
        .filter(team -> name == null || name.equals(team.name()))
        .forEach(team -> items.add(describe(team)));
    return Answer.ok(answer);
  }

  private Answer team(Call call) throws Refusal {
    return Answer.ok(describe(visibleTeam(workspace, access.manager(call), call)));
  }

  /**
   * The team in the path. A team that the caller may not see is answered as if it did not exist.
   */
  static Team visibleTeam(Workspace workspace, Caller caller, Call call) throws Refusal {
    String id = call.variable("team");
    Team team = id == null ? null : workspace.team(id);
    if (team == null || !caller.sees(team)) {
      throw Refusal.notFound("No such team.");
    }
    return team;
  }

  private static ObjectNode describe(Team team) {
    return Answer.object()
        .put("id", team.id())
        .put("name", team.name())
        .put("default", team.isDefault())
        .put("created_at", team.created().toString());
  }

  private Answer graphql(Call call) throws Refusal {
    Caller caller = access.graphql(call);
    ObjectNode answer = Answer.object();
    if (!call.json().path("query").asText().replaceAll("\\s", "").equals(WHOAMI)) {
      answer.putArray("errors").addObject().put("message", "The sandbox answers whoami alone.");
      return Answer.ok(answer);
    }
    ObjectNode data = answer.putObject("data");
    data.putObject("organization").put("workspace_name", workspace.name());
    Member member = caller.member();
    data.putObject("user").put("email", member == null ? null : member.email());
    return Answer.ok(answer);
  }
}
