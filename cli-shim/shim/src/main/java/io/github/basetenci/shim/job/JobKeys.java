package io.github.basetenci.shim.job;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.Patience;
import io.github.basetenci.api.UserInfo;
import io.github.basetenci.auth.KeyCheck;
import io.github.basetenci.auth.LoginCredential;
import io.github.basetenci.auth.LoginPlan;
import io.github.basetenci.auth.LoginPlans;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.shim.auth.IdentityOptions;
import io.github.basetenci.shim.auth.KeylessLogin;
import io.github.basetenci.shim.auth.PrivateLoginOptions;
import io.github.basetenci.shim.command.Network;
import io.github.basetenci.shim.command.Session;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server about the keys of a login before anything is written, and mints a key on request.
 */
final class JobKeys {
  private static final int UNAUTHORIZED = 401;

  private final Session session;
  private final JobLoginEdge edge;
  private final PrivateLoginOptions login;
  private final List<ApiKeyType> required;
  private final CertificateOption certificate;
  private @Nullable EphemeralLogin ephemeral;

  /**
   * @param required the allowed types of keys; empty if any type is allowed
   */
  JobKeys(
      Session session,
      JobLoginEdge edge,
      PrivateLoginOptions login,
      List<ApiKeyType> required,
      CertificateOption certificate) {
    this.session = session;
    this.edge = edge;
    this.login = login;
    this.required = required;
    this.certificate = certificate;
  }

  /**
   * The logins with the keys that are to be written.
   *
   * @param wanted the key to mint with the key of the first login, or null
   */
  List<JobAccount> ready(List<JobAccount> found, EphemeralOptions.@Nullable Wanted wanted)
      throws Exception {
    if (wanted == null && !login.verifies()) {
      return found;
    }
    return ready(found, wanted, certificate.network(session));
  }

  /**
   * The logins as in {@link #ready(List, EphemeralOptions.Wanted)}, with a login without a key
   * before them. Its access token is asked for here.
   */
  List<JobAccount> ready(
      List<JobAccount> found, IdentityOptions.Asked asked, LoginPlans.Keyless planned)
      throws Exception {
    Network network = certificate.network(session);
    LoginPlan plan = login.exchange(session, asked, planned, network, edge::hide);
    KeylessLogin keyless = login.keyless();
    JobAccount first =
        JobAccount.unverified(plan, keyless == null ? asked.named() : keyless.source());
    edge.granted(first);
    List<JobAccount> all = new ArrayList<>(List.of(first));
    all.addAll(found);
    LoginPlans.refuseDuplicates(all.stream().map(JobAccount::plan).toList());
    if (!login.verifies()) {
      return all;
    }
    return ready(all, null, network);
  }

  private List<JobAccount> ready(
      List<JobAccount> found, EphemeralOptions.@Nullable Wanted wanted, Network network)
      throws Exception {
    KeyCheck check = new KeyCheck(network.clients());
    List<JobAccount> ready = new ArrayList<>();
    if (login.verifies()) {
      session.output().debug("Asking the server about the keys.");
    }
    for (JobAccount each : found) {
      boolean mints = wanted != null && ready.isEmpty();
      ready.add(!login.verifies() ? each : mints ? minter(check, each) : verified(check, each));
    }
    if (wanted != null) {
      ephemeral = new EphemeralLogin(session, network, edge);
      JobAccount minted = ephemeral.mint(ready.get(0), wanted);
      if (login.verifies()) {
        waitFor(check, minted.plan(), network.patience());
      }
      ready.set(0, minted);
    }
    return ready;
  }

  /** Revokes the minted key if the login fails. */
  void takeBack() throws Exception {
    if (ephemeral != null) {
      ephemeral.takeBack();
    }
  }

  /** The minting key must belong to the expected workspace, as every other key must. */
  private JobAccount minter(KeyCheck check, JobAccount account) throws Exception {
    LoginPlan plan = account.plan();
    return account.verified(
        check.check(plan.url(), plan.credential().secret(), login.expectedWorkspace()).user(),
        null);
  }

  private JobAccount verified(KeyCheck check, JobAccount account) throws Exception {
    LoginPlan plan = account.plan();
    KeyCheck.Outcome outcome =
        check.check(plan.url(), plan.credential().secret(), login.expectedWorkspace());
    UserInfo user = outcome.user();
    boolean asked =
        user != null
            && plan.credential() instanceof LoginCredential.Key
            && (edge.asksForTypes() || !required.isEmpty());
    JobAccount verified = account.verified(user, asked ? type(check, plan) : null);
    if (!required.isEmpty()) {
      requireType(verified);
    }
    login.warn(session, check, plan, outcome);
    return verified;
  }

  /** The type of the key. If no type is required, a failure to read the type is ignored. */
  private @Nullable ApiKeyType type(KeyCheck check, LoginPlan plan) throws Exception {
    try {
      return check.type(plan.url(), plan.key()).orElse(null);
    } catch (ApiException | TransportException e) {
      if (!required.isEmpty()) {
        throw e;
      }
      session.output().info("The type of the key is unknown: " + e.getMessage() + ".");
      return null;
    }
  }

  private void requireType(JobAccount account) throws JobException {
    ApiKeyType type = account.type();
    if (type != null && required.contains(type)) {
      return;
    }
    List<String> types = required.stream().map(ApiKeyType::value).toList();
    if (account.plan().credential() instanceof LoginCredential.Token) {
      throw new JobException(
          JobException.Kind.KEY_TYPE,
          String.join(", ", types),
          account.source()
              + " has an access token, which has no type of key, and "
              + session.words().name("require-key-type")
              + " wants "
              + String.join(" or ", types),
          null);
    }
    String what;
    if (type != null) {
      what = "is of type " + type + ", and ";
    } else if (account.user() == null) {
      what =
          "may not tell its type (HTTP 403), as keys of type WORKSPACE_INVOKE and"
              + " WORKSPACE_EXPORT_METRICS may not, and ";
    } else {
      what = "is not among the keys that it sees, so that its type is unknown, and ";
    }
    throw new JobException(
        JobException.Kind.KEY_TYPE,
        String.join(", ", types),
        "the key "
            + account.plan().key()
            + " (from "
            + account.source()
            + ") "
            + what
            + session.words().name("require-key-type")
            + " wants "
            + String.join(" or ", types),
        null);
  }

  /** Waits until the server accepts the key, because a new key may need a moment to work. */
  private void waitFor(KeyCheck check, LoginPlan plan, Patience patience) throws Exception {
    while (true) {
      try {
        check.check(plan.url(), plan.credential().secret(), null);
        return;
      } catch (ApiException e) {
        if (e.status() != UNAUTHORIZED) {
          throw e;
        }
        if (!patience.again()) {
          throw new JobException(
              JobException.Kind.OTHER,
              "",
              "the server does not accept the key that it has just minted: " + e.getMessage(),
              e);
        }
      }
    }
  }
}
