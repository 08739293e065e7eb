package io.github.basetenci.cli.rotate;

import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.auth.ActiveLogin;
import io.github.basetenci.auth.ExplicitKey;
import io.github.basetenci.auth.GivenKey;
import io.github.basetenci.auth.LoginPlan;
import io.github.basetenci.auth.LoginPlans;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.shim.auth.KeyOptions;
import io.github.basetenci.shim.auth.MintingOptions;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a run works with.
 *
 * @param url the remote URL to which the keys belong
 * @param minting the key that creates and revokes keys
 * @param current the key of the login, null if none was looked for
 */
record RotationKeys(RemoteUrl url, ApiKey minting, @Nullable ApiKey current) {

  /**
   * Reads the keys.
   *
   * @param needsLogin whether to look for the login even if a minting key is given
   */
  static RotationKeys read(
      Session session,
      KeyOptions keyOptions,
      MintingOptions mintingOptions,
      LoginPlans.Destination login,
      boolean needsLogin)
      throws Exception {
    ExplicitKey explicit = keyOptions.read(session);
    if (explicit != null && explicit.name().endsWith("-stdin") && mintingOptions.readsStdin()) {
      throw new UsageException(explicit.name() + " and --minting-key-stdin are mutually exclusive");
    }
    boolean minted = mintingOptions.flag() != null;
    boolean named = login.profile() != null || login.remote() != null;
    if (login.remoteUrl() != null && explicit == null && !minted) {
      throw new UsageException("--remote-url goes with a key flag, such as --minting-key-env NAME");
    }
    RotationKeys keys = null;
    if (explicit != null) {
      keys = ofGiven(session, session.givenKeys().require(explicit), login);
    } else if (!minted || named || needsLogin) {
      ActiveLogin active =
          session.activeLogins().find(login.profile(), login.remote(), session.stores());
      keys = new RotationKeys(active.url(), active.requireKey(), active.requireKey());
      session.uses(active);
    }
    // The minting key is read only now, after the other key is hidden, so that a failure to read it
    // shows no key.
    ExplicitKey given = mintingOptions.read(session);
    if (given != null) {
      GivenKey minting = session.givenKeys().require(given);
      session.uses(minting);
      keys =
          keys == null
              ? ofGiven(session, minting, login).withoutLogin()
              : new RotationKeys(keys.url(), minting.key(), keys.current());
    }
    if (keys == null) {
      throw new IllegalStateException("one of the two is read");
    }
    session.output().hide(keys.minting());
    return keys;
  }

  /** The key with this prefix; null if no key has it. */
  @Nullable ApiKey ofPrefix(String prefix) {
    return current != null && current.prefix().equals(prefix)
        ? current
        : minting.prefix().equals(prefix) ? minting : null;
  }

  private static RotationKeys ofGiven(Session session, GivenKey given, LoginPlans.Destination login)
      throws Exception {
    LoginPlan plan = session.loginPlans().of(given, login);
    session.uses(given);
    return new RotationKeys(plan.url(), plan.key(), plan.key());
  }

  private RotationKeys withoutLogin() {
    return new RotationKeys(url, minting, null);
  }
}
