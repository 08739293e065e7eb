package io.github.basetenci.cli.keys;

import io.github.basetenci.auth.ActiveLogin;
import io.github.basetenci.auth.GivenKey;
import io.github.basetenci.auth.KeySource;
import io.github.basetenci.auth.Login;
import io.github.basetenci.auth.StoreKind;
import io.github.basetenci.auth.Stores;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.text.Neutralizer;
import java.util.Set;

/** Stores the key as a login with a given name. This login does not become the current one. */
record LoginDestination(String name, Set<StoreKind> stores, boolean replace, ActiveLogin maker)
    implements NewKeyDestination {

  @Override
  public void check(Session session) throws Exception {
    Stores.Contents now = session.stores().read(stores);
    boolean taken =
        now.trussrc().remotes().contains(name) || now.authJson().profiles().contains(name);
    if (taken && !replace) {
      throw new UsageException(
          "a login '"
              + shown()
              + "' is stored; choose another name, or pass --force to replace it");
    }
    // No check depends on the text of the new key, so another key is used for the check.
    login(session).check(request(), given(maker.requireKey()));
  }

  @Override
  public void keep(Session session, ApiKey key) throws Exception {
    Login.Result result = login(session).run(request(), given(key));
    result.warnings().forEach(session.output()::warn);
    result.notes().forEach(session.output()::note);
  }

  private static Login login(Session session) throws Exception {
    return session.login(session.stores());
  }

  /**
   * The login is not verified, because the server has just made the key and may need a moment to
   * accept it everywhere.
   */
  private Login.Request request() {
    return new Login.Request(
        new Login.StoredNames(name, name, null),
        maker.url().toString(),
        null,
        stores,
        false,
        Login.Check.NONE);
  }

  private static GivenKey given(ApiKey key) {
    return new GivenKey(key, KeySource.EXPLICIT, "the server", null);
  }

  @Override
  public String kind() {
    return "login";
  }

  @Override
  public String shown() {
    return Neutralizer.line(name);
  }
}
