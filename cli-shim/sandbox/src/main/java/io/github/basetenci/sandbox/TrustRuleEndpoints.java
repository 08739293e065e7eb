package io.github.basetenci.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.basetenci.sandbox.Federation.IdentityProvider;
import io.github.basetenci.sandbox.Federation.ServiceAccount;
import io.github.basetenci.sandbox.Federation.TrustRule;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The endpoints of trust rules: list, create, get, update and verify. */
final class TrustRuleEndpoints {
  static final int SHORTEST_LIFETIME = 60;
  static final int LONGEST_LIFETIME = 3600;
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_TEXT = 1024;
  private static final int LONGEST_CONDITION = 4096;

  private final Federation federation;
  private final Access access;
  private final Clock clock;
  private final int duplicateNameStatus;

  TrustRuleEndpoints(Federation federation, Access access, Clock clock, int duplicateNameStatus) {
    this.federation = federation;
    this.access = access;
    this.clock = clock;
    this.duplicateNameStatus = duplicateNameStatus;
  }

  void addTo(Router router) {
    router
        .on("GET", "/v1/access/trust_rules", this::list)
        .on("POST", "/v1/access/trust_rules", this::create)
        .on("POST", "/v1/access/trust_rules/verify", this::verify)
        .on("GET", "/v1/access/trust_rules/{rule}", this::get)
        .on("PATCH", "/v1/access/trust_rules/{rule}", this::update);
  }

  private Answer list(Call call) throws Refusal {
    Caller caller = access.manager(call);
    Map<String, String> query = call.query();
    String team = query.get("team_id");
    return Page.of(
        call,
        federation.rules().stream()
            .filter(rule -> caller.administers(rule.terms.account()))
            .filter(rule -> isWanted(query.get("name"), rule.terms.name()))
            .filter(rule -> isWanted(query.get("identity_provider_id"), rule.provider.id()))
            .filter(rule -> isWanted(query.get("service_account_id"), rule.terms.account().id))
            .filter(
                rule -> team == null || ServiceAccountEndpoints.isOf(rule.terms.account(), team))
            .map(TrustRuleEndpoints::describe)
            .toList());
  }

  private Answer get(Call call) throws Refusal {
    return Answer.ok(describe(find(access.manager(call), call)));
  }

  private Answer create(Call call) throws Refusal {
    Caller caller = access.manager(call);
    BodyFields fields = BodyFields.of(call);
    IdentityProvider provider =
        IdentityProviderEndpoints.find(
            federation, fields.text("identity_provider_id", LONGEST_NAME));
    TrustRule.Terms terms =
        new TrustRule.Terms(
            unusedName(fields, null),
            fields.text("description", LONGEST_TEXT, null),
            account(caller, fields),
            condition(provider, fields),
            fields.text("audience", LONGEST_TEXT),
            lifetime(fields, LONGEST_LIFETIME));
    return Answer.ok(describe(federation.addRule(null, caller.userId(), provider, terms)));
  }

  private Answer verify(Call call) throws Refusal {
    access.manager(call);
    BodyFields fields = BodyFields.of(call);
    IdentityProvider provider =
        IdentityProviderEndpoints.find(
            federation, fields.text("identity_provider_id", LONGEST_NAME));
    String condition = fields.text("condition", LONGEST_CONDITION);
    fields.text("audience", LONGEST_TEXT);
    try {
      provider.kind().check(Condition.parse(condition));
      return IdentityProviderEndpoints.verdict(null);
    } catch (InvalidConditionException e) {
      return IdentityProviderEndpoints.verdict(e.getMessage());
    }
  }

  private Answer update(Call call) throws Refusal {
    Caller caller = access.manager(call);
    TrustRule rule = find(caller, call);
    TrustRule.Terms old = rule.terms;
    BodyFields fields = BodyFields.of(call);
    if (fields.mentions("identity_provider_id")) {
      throw Refusal.invalid("The identity provider of a trust rule cannot be changed.");
    }
    rule.terms =
        new TrustRule.Terms(
            fields.has("name") ? unusedName(fields, rule) : old.name(),
            fields.mentions("description")
                ? fields.text("description", LONGEST_TEXT, null)
                : old.description(),
            fields.has("service_account_id") ? account(caller, fields) : old.account(),
            fields.has("condition") ? condition(rule.provider, fields) : old.condition(),
            fields.has("audience") ? fields.text("audience", LONGEST_TEXT) : old.audience(),
            lifetime(fields, (int) old.longest().toSeconds()));
    rule.updated = clock.instant();
    return Answer.ok(describe(rule));
  }

  private TrustRule find(Caller caller, Call call) throws Refusal {
    TrustRule rule = federation.rule(candidate -> candidate.id.equals(call.variable("rule")));
    if (rule == null || !caller.administers(rule.terms.account())) {
      throw Refusal.notFound("No such trust rule.");
    }
    return rule;
  }

  private ServiceAccount account(Caller caller, BodyFields fields) throws Refusal {
    return ServiceAccountEndpoints.find(
        federation, caller, fields.text("service_account_id", LONGEST_NAME));
  }

  private static Condition condition(IdentityProvider provider, BodyFields fields) throws Refusal {
    try {
      Condition condition = Condition.parse(fields.text("condition", LONGEST_CONDITION));
      provider.kind().check(condition);
      return condition;
    } catch (InvalidConditionException e) {
      throw new Refusal(422, "VALIDATION_ERROR", String.valueOf(e.getMessage()));
    }
  }

  private static Duration lifetime(BodyFields fields, int otherwise) throws Refusal {
    return Duration.ofSeconds(
        fields.number(
            "max_access_token_lifetime_seconds", SHORTEST_LIFETIME, LONGEST_LIFETIME, otherwise));
  }

  private String unusedName(BodyFields fields, @Nullable TrustRule own) throws Refusal {
    String name = fields.text("name", LONGEST_NAME);
    TrustRule other = federation.rule(rule -> rule.terms.name().equals(name));
    if (other != null && other != own) {
      throw new Refusal(
          duplicateNameStatus, "VALIDATION_ERROR", "A trust rule with this name already exists.");
    }
    return name;
  }

  private static boolean isWanted(@Nullable String wanted, String value) {
    return wanted == null || wanted.equals(value);
  }

  private static ObjectNode describe(TrustRule rule) {
    TrustRule.Terms terms = rule.terms;
    return Answer.object()
        .put("id", rule.id)
        .put("name", terms.name())
        .put("identity_provider_id", rule.provider.id())
        .put("identity_provider_name", rule.provider.name())
        .put("service_account_id", terms.account().id)
        .put("service_account_name", terms.account().name)
        .put("condition", terms.condition().text())
        .put("audience", terms.audience())
        .put("max_access_token_lifetime_seconds", terms.longest().toSeconds())
        .put("description", terms.description())
        .put("created_by", rule.creator)
        .put("created_at", rule.created.toString())
        .put("updated_at", rule.updated.toString());
  }
}
