package io.github.basetenci.shim.command;

import io.github.basetenci.api.Sleeper;
import io.github.basetenci.auth.ActiveLogin;
import io.github.basetenci.auth.ActiveLogins;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.GivenKey;
import io.github.basetenci.auth.GivenKeys;
import io.github.basetenci.auth.KeyFile;
import io.github.basetenci.auth.Login;
import io.github.basetenci.auth.LoginCredential;
import io.github.basetenci.auth.LoginPlans;
import io.github.basetenci.auth.ManagementClients;
import io.github.basetenci.auth.StoreKind;
import io.github.basetenci.auth.Stores;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpSettings;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.http.UserAgent;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.shim.output.JsonFilter;
import io.github.basetenci.shim.output.KnownKeys;
import io.github.basetenci.shim.output.LogLevel;
import io.github.basetenci.shim.output.Output;
import io.github.basetenci.shim.output.OutputFormat;
import io.github.basetenci.shim.wording.Words;
import io.github.basetenci.store.StoreFiles;
import io.github.basetenci.store.StorePaths;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What one run of a command works with, made from the {@link Host} and the common flags. */
public final class Session {
  /** Shorter words also occur in ordinary sentences, so they are not hidden. */
  private static final int SHORTEST_HIDDEN = 8;

  /** Longer than any server gives a user to confirm a login by browser. */
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final Host host;
  private final KnownKeys keys;
  private final CommonOptions common;
  private final Extras extras;
  private final Environment environment;
  private final Output output;

  /** What was said of the server. Several clients of one command say the same. */
  private final Set<String> noted = ConcurrentHashMap.newKeySet();

  private Session(Host host, KnownKeys keys, CommonOptions common, Extras extras, Output output) {
    this.host = host;
    this.keys = keys;
    this.common = common;
    this.extras = extras;
    this.environment = new Environment(host.environment());
    this.output = output;
  }

  static Session open(Host host, KnownKeys keys, CommonOptions common, Extras extras)
      throws UsageException, JsonFilter.FilterException {
    OutputFormat format =
        common.output != null
            ? common.output
            : common.jq != null ? OutputFormat.json : OutputFormat.text;
    if (common.jq != null && (format == OutputFormat.text || format == OutputFormat.none)) {
      throw new UsageException("--jq cannot be used with --output " + format);
    }
    JsonFilter filter = common.jq == null ? null : extras.filter(common.jq);
    Output.Log log = extras.log();
    Output output =
        log == null
            ? new Output(host.stdout(), host.stderr(), format, filter, common.logLevel(), keys)
            : new Output(host.stdout(), host.stderr(), format, filter, log, keys);
    return new Session(host, keys, common, extras, output);
  }

  public Host host() {
    return host;
  }

  public Environment environment() {
    return environment;
  }

  public Output output() {
    return output;
  }

  /** The words of the front end. */
  public Words words() {
    return extras.words();
  }

  /** Hides from now on every word of this secret that is long enough not to be an ordinary word. */
  public void hide(String secret) {
    for (String word : secret.split("\\s+", -1)) {
      if (word.length() >= SHORTEST_HIDDEN) {
        keys.addText(word);
      }
    }
  }

  /** Hides the key from now on. If a server refuses the key, the message names its source. */
  public void uses(GivenKey given) {
    output.hide(given.key());
    keys.origin(given.key(), given.sourceName());
  }

  /** Where a key came from, as messages show it; empty when the source is not known. */
  public String source(ApiKey key) {
    return keys.origin(key.toString());
  }

  /** Hides the secret of a login, and remembers the source of a key. */
  public void uses(ActiveLogin login) {
    if (login.credential() != null) {
      output.hide(login.credential().secret());
    }
    if (login.credential() instanceof LoginCredential.Session tokens) {
      output.hide(tokens.tokens().refresh());
    }
    ApiKey key = login.key();
    if (key != null) {
      StoreKind store = login.store();
      String kind = store == StoreKind.TRUSS ? "remote" : "profile";
      keys.origin(key, store == null ? login.sourceName() : kind + " '" + login.name() + "'");
    }
  }

  public GivenKeys givenKeys() {
    return new GivenKeys(
        environment,
        keyFile(),
        text -> {
          keys.addText(text);
          extras.met(text);
        });
  }

  /** Finds the login in use, and names the flags of this command. */
  public ActiveLogins activeLogins() {
    return new ActiveLogins(environment, givenKeys(), words().sources());
  }

  /** Plans logins that do not depend on any store. */
  public LoginPlans loginPlans() {
    return new LoginPlans(environment, words().sources());
  }

  /** Logs in to the stores. */
  public Login login(Stores stores) throws AuthException {
    return new Login(environment, words().sources(), stores, clients());
  }

  public KeyFile keyFile() {
    return new KeyFile(host.workingDirectory());
  }

  public Stores stores() {
    return new Stores(paths(), files(), keys::addText, host.keyring(), output::warn);
  }

  /** The files alone, whatever the keyring holds. */
  public Stores storesWithoutKeyring() {
    return new Stores(paths(), files(), keys::addText);
  }

  private StorePaths paths() {
    return StorePaths.of(host.environment(), host.osName());
  }

  /** Writes files of this user. */
  public StoreFiles files() {
    return StoreFiles.of(host.environment());
  }

  /**
   * Clients that share one deadline, because {@code --timeout} is the limit for the whole command.
   */
  public ManagementClients clients() throws AuthException {
    return network().clients();
  }

  /** The server, for calls that share one deadline, which begins now. */
  public Network network() {
    return network(List.of());
  }

  /** The server as in {@link #network()}, for calls in the background: no note is printed. */
  public Network quietNetwork() {
    return new Network(settings(), environment, deadline(), this, line -> {});
  }

  /**
   * The server as in {@link #network()}, for calls between which a user may take minutes. Without
   * {@code --timeout} the server decides how long the user has.
   */
  public Network patientNetwork() {
    return network(List.of(), Deadline.after(common.timeout(LONGEST_WAIT), ticker()));
  }

  /**
   * The server as in {@link #network()}, with further trusted certificate authorities beside those
   * that the environment names.
   */
  public Network network(List<Path> authorities) {
    return network(authorities, deadline());
  }

  private Network network(List<Path> authorities, Deadline deadline) {
    HttpSettings settings = settings();
    for (Path file : authorities) {
      settings = settings.withCaFile(file);
    }
    LogLevel level = extras.levelOfOverride();
    return new Network(
        settings,
        environment,
        deadline,
        this,
        line -> {
          if (noted.add(line)) {
            output.log(level, line);
          }
        });
  }

  /** Sends requests with the proxies and the further certificate authorities of the environment. */
  public HttpTransport transport() {
    return transport(settings());
  }

  HttpTransport transport(HttpSettings settings) {
    return HttpTransport.with(settings, extras.tls());
  }

  private HttpSettings settings() {
    return HttpSettings.of(UserAgent.of(Version.current(), host.javaVersion(), host.osName()))
        .withEnvironment(host.environment(), host.workingDirectory())
        .withAdvice(words().advice());
  }

  /** The deadline, which is {@code --timeout} from now. */
  public Deadline deadline() {
    return Deadline.after(common.timeout(), ticker());
  }

  /** Waits as long as it is told to. */
  public Sleeper sleeper() {
    return host.sleeper();
  }

  /** A clock in nanoseconds that only goes forward. */
  public LongSupplier ticker() {
    return host.nanoTicker();
  }

  /** The terminal for questions, or null when there is no terminal or questions are forbidden. */
  public Host.@Nullable Prompt prompt() {
    Host.Prompt prompt = host.prompt();
    return common.nonInteractive || prompt == null ? null : new MaskedPrompt(prompt, keys);
  }

  /** Asks questions that need an answer; null where {@link #prompt()} is. */
  public @Nullable Questions questions() {
    Host.Prompt prompt = prompt();
    return prompt == null ? null : new Questions(prompt);
  }

  private record MaskedPrompt(Host.Prompt terminal, KnownKeys keys) implements Host.Prompt {
    @Override
    public @Nullable String secret(String question) {
      return terminal.secret(keys.mask(question));
    }

    @Override
    public @Nullable String line(String question) {
      return terminal.line(keys.mask(question));
    }
  }
}
