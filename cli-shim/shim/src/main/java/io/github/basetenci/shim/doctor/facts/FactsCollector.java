package io.github.basetenci.shim.doctor.facts;

import io.github.basetenci.auth.ActiveLogins;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.Explanation;
import io.github.basetenci.auth.KeySource;
import io.github.basetenci.auth.StoreKind;
import io.github.basetenci.auth.Stores;
import io.github.basetenci.http.Proxies;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.wording.CommandWords;
import io.github.basetenci.store.StoreException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/**
 * Collects the facts about one user on one machine. It writes nothing. It hides every key that it
 * finds from then on.
 */
public final class FactsCollector {
  private final Session session;
  private final Environment environment;

  public FactsCollector(Session session) {
    this.session = session;
    this.environment = session.environment();
  }

  /**
   * Collects the facts.
   *
   * @param offline whether no server is asked
   */
  public Facts collect(boolean offline) throws StoreException, AuthException {
    Stores stores = session.stores();
    StoreInspector.Result found = new StoreInspector(stores).inspect();
    KeyCollector keys =
        new KeyCollector()
            .variables(environment, session.keyFile())
            .stores(found.contents(), found.trussrc().path(), found.authJson().path());
    keys.held().forEach(held -> session.output().hide(held.key()));
    KeyCollector.misplaced(environment, found.contents()).forEach(session.output()::hide);

    boolean windows = session.host().osName().toLowerCase(Locale.ROOT).startsWith("windows");
    Programs programs =
        new Programs(environment.variables(), session.host().workingDirectory(), windows);
    ToolInspector tools = new ToolInspector(programs);
    Tool truss = tools.inspect(StoreKind.TRUSS);
    Tool baseten = tools.inspect(StoreKind.BASETEN);

    ActiveLogins active = session.activeLogins();
    LoginViews views = new LoginViews(environment, stores, found, session.host().clock().instant());
    List<LoginView> logins = List.of(views.truss(truss), views.baseten(), views.own(active));

    Explanation using = active.explain(null, null, found.contents());
    List<String> notChecked = new ArrayList<>();
    List<ServerAnswer> servers = offline ? List.of() : servers(logins);
    if (offline) {
      notChecked.add("Servers were not asked, because of --offline.");
    } else if (servers.isEmpty()) {
      notChecked.add("No server was asked, because no usable URL is known.");
    }
    TrackedKeys tracked =
        new GitSearch(programs)
            .search(
                session.host().workingDirectory(),
                new LinkedHashSet<>(keys.held().stream().map(HeldKey::key).toList()));
    if (tracked.notSearched() != null) {
      notChecked.add("Tracked files were not searched for keys: " + tracked.notSearched() + ".");
    }
    return new Facts(
        new Facts.Surroundings(
            environment,
            session.host().clock().instant(),
            Deployables.isIn(session.host().workingDirectory())),
        new Facts.StoredFiles(
            found.trussrc(), found.authJson(), found.contents(), brokenRemotes(found.contents())),
        new Facts.FoundKeys(keys.held(), keys.bad(), keys.keyFileProblem(), tracked),
        new Facts.InstalledTools(truss, baseten),
        new Facts.Resolution(logins, ofVariables(environment, using), using),
        servers,
        notChecked);
  }

  /**
   * Without a key on the command line, a login takes its key from variables only. A variable that
   * names a trust rule makes it a login without a key.
   */
  private static Explanation ofVariables(Environment environment, Explanation using) {
    List<Explanation.Row> rows = new ArrayList<>();
    rows.add(new Explanation.Row(KeySource.EXPLICIT.label(), Explanation.State.UNSET, ""));
    boolean keyless = environment.has(Environment.TRUST_RULE);
    rows.add(
        new Explanation.Row(
            Environment.TRUST_RULE,
            keyless ? Explanation.State.USED : Explanation.State.UNSET,
            keyless ? "without a key, by the identity of the job" : ""));
    for (KeySource source :
        List.of(
            KeySource.API_KEY_VARIABLE, KeySource.TRUSS_PAIR, KeySource.API_KEY_FILE_VARIABLE)) {
      using.rows().stream()
          .filter(row -> row.source().equals(source.label()))
          .map(row -> keyless ? setAside(row) : row)
          .forEach(rows::add);
    }
    return new Explanation(rows);
  }

  private static Explanation.Row setAside(Explanation.Row row) {
    return row.state() == Explanation.State.USED
        ? new Explanation.Row(row.source(), Explanation.State.SET, row.detail())
        : row;
  }

  private List<ServerAnswer> servers(List<LoginView> logins) throws AuthException {
    return new ServerInspector(
            session.clients(),
            session.transport(),
            Proxies.of(environment.variables()),
            session.deadline(),
            session.host().clock())
        .inspect(logins, environment.get(Environment.REMOTE_URL).orElse("https://app.baseten.co"));
  }

  private static List<String> brokenRemotes(Stores.Contents contents) {
    List<String> broken = new ArrayList<>();
    for (String name : contents.trussrc().remotes()) {
      try {
        contents.trussrc().remote(name);
      } catch (StoreException e) {
        broken.add(CommandWords.ADVICE.sentence(e));
      }
    }
    return broken;
  }
}
