package io.github.basetenci.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.basetenci.sandbox.Federation.IdentityProvider;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of identity providers: list the supported ones, list those of the organization, get
 * one, add one, verify one.
 */
final class IdentityProviderEndpoints {
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_DESCRIPTION = 1024;
  private static final int LONGEST_ISSUER = 1024;

  private final Federation federation;
  private final Access access;
  private final int duplicateNameStatus;

  IdentityProviderEndpoints(Federation federation, Access access, int duplicateNameStatus) {
    this.federation = federation;
    this.access = access;
    this.duplicateNameStatus = duplicateNameStatus;
  }

  void addTo(Router router) {
    router
        .on("GET", "/v1/access/predefined_identity_providers", this::predefined)
        .on("GET", "/v1/access/identity_providers", this::list)
        .on("POST", "/v1/access/identity_providers", this::add)
        .on("POST", "/v1/access/identity_providers/verify", this::verify)
        .on("GET", "/v1/access/identity_providers/{provider}", this::get);
  }

  private Answer predefined(Call call) throws Refusal {
    access.manager(call);
    ObjectNode answer = Answer.object();
    ArrayNode items = answer.putArray("items");
    for (PredefinedProvider kind : PredefinedProvider.values()) {
      if (kind != PredefinedProvider.SANDBOX) {
        items.add(describe(kind, kind.fixedIssuer()).put("issuer_format", kind.issuerFormat()));
      }
    }
    for (String issuer : federation.issuers()) {
      PredefinedProvider kind = PredefinedProvider.of(issuer);
      if (kind == PredefinedProvider.SANDBOX) {
        items.add(describe(kind, issuer).putNull("issuer_format"));
      }
    }
    return Answer.ok(answer);
  }

  private Answer list(Call call) throws Refusal {
    access.manager(call);
    return Page.of(
        call, federation.providers().stream().map(IdentityProviderEndpoints::describe).toList());
  }

  private Answer get(Call call) throws Refusal {
    access.manager(call);
    return Answer.ok(describe(find(federation, call.variable("provider"))));
  }

  private Answer add(Call call) throws Refusal {
    Caller caller = access.organizationAdmin(call);
    BodyFields fields = BodyFields.of(call);
    Wanted wanted = wanted(fields);
    String problem = problem(wanted);
    if (problem != null) {
      throw new Refusal(422, "VALIDATION_ERROR", problem);
    }
    return Answer.ok(
        describe(
            federation.addProvider(
                wanted.kind,
                wanted.url,
                unusedName(fields, wanted.kind),
                fields.text("description", LONGEST_DESCRIPTION, null),
                caller.userId())));
  }

  private Answer verify(Call call) throws Refusal {
    access.organizationAdmin(call);
    return verdict(problem(wanted(BodyFields.of(call))));
  }

  /** The answer of a check that saves nothing. */
  static Answer verdict(@Nullable String problem) {
    return Answer.ok(Answer.object().put("valid", problem == null).put("reason", problem));
  }

  static IdentityProvider find(Federation federation, @Nullable String id) throws Refusal {
    IdentityProvider provider = federation.provider(candidate -> candidate.id().equals(id));
    if (provider == null) {
      throw Refusal.notFound("No such identity provider.");
    }
    return provider;
  }

  private static Wanted wanted(BodyFields fields) throws Refusal {
    BodyFields predefined = fields.object("predefined");
    PredefinedProvider kind = PredefinedProvider.find(predefined.text("kind", LONGEST_NAME));
    if (kind == null) {
      throw Refusal.invalid("The kind of the identity provider is unknown.");
    }
    String fixed = kind.fixedIssuer();
    if (fixed == null) {
      return new Wanted(kind, predefined.text("issuer_url", LONGEST_ISSUER));
    }
    if (predefined.has("issuer_url")) {
      throw Refusal.invalid("issuer_url is not allowed for " + kind.displayName() + ".");
    }
    return new Wanted(kind, fixed);
  }

  private @Nullable String problem(Wanted wanted) {
    if (PredefinedProvider.of(wanted.url) != wanted.kind) {
      return "The issuer of "
          + wanted.kind.displayName()
          + " has the form "
          + wanted.kind.issuerFormat()
          + ".";
    }
    if (federation.provider(provider -> provider.issuer().equals(wanted.url)) != null) {
      return "The organization has an identity provider with this issuer.";
    }
    if (wanted.kind.fixedIssuer() == null && federation.keySet(wanted.url) == null) {
      return "The signing keys of the issuer cannot be fetched.";
    }
    return null;
  }

  private String unusedName(BodyFields fields, PredefinedProvider kind) throws Refusal {
    String name = fields.has("name") ? fields.text("name", LONGEST_NAME) : kind.displayName();
    if (federation.provider(provider -> provider.name().equals(name)) != null) {
      throw new Refusal(
          duplicateNameStatus,
          "VALIDATION_ERROR",
          "An identity provider with this name already exists.");
    }
    return name;
  }

  private static ObjectNode describe(PredefinedProvider kind, @Nullable String issuer) {
    return Answer.object()
        .put("kind", kind.name())
        .put("name", kind.displayName())
        .put("issuer_url", issuer);
  }

  private static ObjectNode describe(IdentityProvider provider) {
    ObjectNode node = Answer.object().put("id", provider.id()).put("name", provider.name());
    node.putObject("predefined")
        .put("kind", provider.kind().name())
        .put("issuer_url", provider.issuer());
    return node.put("description", provider.description())
        .put("created_by", provider.creator())
        .put("created_at", provider.created().toString())
        .put("updated_at", provider.created().toString());
  }

  private record Wanted(PredefinedProvider kind, String url) {}
}
