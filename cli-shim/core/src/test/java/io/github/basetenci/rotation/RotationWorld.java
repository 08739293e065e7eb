package io.github.basetenci.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.CreateApiKey;
import io.github.basetenci.api.KeyList;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.api.Team;
import io.github.basetenci.api.UserInfo;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.http.TestHttp;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/**
 * A team key named {@code ci} in some places, and what a machine keeps of its rotation: a journal
 * and a storage of the new key in memory. All calls pass a {@link Hook}, and nothing waits.
 */
final class RotationWorld {
  static final Duration OVERLAP = Duration.ofHours(24);

  final Sandbox sandbox;
  final Map<String, ApiKey> places = new ConcurrentHashMap<>();
  final Map<String, String> refusals = new ConcurrentHashMap<>();
  final Map<String, ApiKey> stored = new LinkedHashMap<>();
  final Map<String, String> unsearched = new LinkedHashMap<>();
  final List<String> notes = new ArrayList<>();
  final List<Duration> waits = new ArrayList<>();
  final ApiKey oldKey;
  ApiKey minting;
  Instant now = Instant.parse("2026-08-18T10:00:00Z");
  @Nullable String journal;

  /** How far the clock of the rotation is ahead of the server's. */
  Duration ahead = Duration.ZERO;

  @Nullable ApiKey held;
  Hook hook = Hook.NONE;
  int parallel = 1;
  boolean writeOnly;
  @Nullable ApiKey known;
  DrainTimes times = new DrainTimes(OVERLAP);
  Set<String> leaveBehind = Set.of();
  private final List<String> names;
  private final ApiKey admin;
  private final HttpTransport transport = TestHttp.transport();

  /**
   * @param names the targets, which all have the old key
   */
  RotationWorld(Sandbox sandbox, String... names) throws Exception {
    this.sandbox = sandbox;
    this.names = List.of(names);
    this.admin = ApiKey.of(sandbox.key(KeyType.PERSONAL));
    this.oldKey = create(ApiKeyType.WORKSPACE_MANAGE_ALL, "ci", null);
    this.minting = ApiKey.of(sandbox.key(KeyType.WORKSPACE_MANAGE_API_KEYS));
    this.names.forEach(name -> places.put(name, oldKey));
  }

  /** A key of the default team that nobody has. */
  ApiKey create(ApiKeyType type, @Nullable String name, @Nullable List<String> models)
      throws ApiException, TransportException {
    return plain().create(admin, new CreateApiKey(type, name, models), sandbox.teamId("Default"));
  }

  void revoke(String prefix) throws ApiException, TransportException {
    plain().delete(admin, prefix);
  }

  /** The same team key, seen from another machine with places of its own. */
  RotationWorld otherMachine(String... otherNames) throws Exception {
    return new RotationWorld(this, List.of(otherNames));
  }

  private RotationWorld(RotationWorld first, List<String> names) {
    this.sandbox = first.sandbox;
    this.names = names;
    this.admin = first.admin;
    this.oldKey = first.oldKey;
    this.minting = first.minting;
    this.now = first.now;
    names.forEach(name -> places.put(name, oldKey));
  }

  Rotation rotation() {
    return rotation(names.stream().<Target>map(Place::new).toList());
  }

  Rotation rotation(List<Target> targets) {
    KeyServer server = new HookedServer();
    NewKeyStorage storage = new MemoryStorage();
    return new Rotation(
        server,
        minting,
        new RotationSettings(
            new MemoryJournal(),
            storage,
            targets,
            new LocalLogins(() -> new LoginKeys(stored, unsearched), known, leaveBehind),
            new DrainTerms(
                new Overlap(times.overlap(), this::local),
                Quiet.of(
                    times, new ListedLastUses(server, minting, storage, this::local, notes::add))),
            parallel,
            new RotationSettings.Surroundings(this::local, waits::add, notes::add)));
  }

  private Instant local() {
    return now.plus(ahead);
  }

  RotationRequest request() {
    return new RotationRequest(oldKey.prefix(), false, times);
  }

  RotationRecord record() {
    return RecordJson.read(Objects.requireNonNull(journal)).orElseThrow();
  }

  /** The unrevoked keys of the line of names, by name. */
  Map<String, ApiKeyInfo> line() throws ApiException, TransportException {
    Map<String, ApiKeyInfo> line = new LinkedHashMap<>();
    for (ApiKeyInfo key : plain().keys(admin)) {
      String name = key.name();
      if (name != null && name.startsWith("ci")) {
        line.put(name, key);
      }
    }
    return line;
  }

  /** Revokes the line, so that the next world begins anew. */
  void clean() throws ApiException, TransportException {
    for (ApiKeyInfo key : line().values()) {
      revoke(key.prefix());
    }
  }

  /** Somebody calls the server with a key. */
  void use(ApiKey key) throws ApiException, TransportException {
    plain().me(key);
  }

  /** The first place that has a key that fails, or the empty string. */
  String failingPlace() {
    for (Map.Entry<String, ApiKey> place : places.entrySet()) {
      if (!sandbox.accepts(place.getValue().reveal())) {
        return place.getKey();
      }
    }
    return "";
  }

  void startKilledBefore(String call) throws Exception {
    startKilledBefore(call, 1);
  }

  /**
   * Starts the rotation and kills it.
   *
   * @param number which call of that name is not made any more, counted from 1
   */
  void startKilledBefore(String call, int number) throws Exception {
    hook =
        Hooks.before(
            call,
            number,
            () -> {
              throw new Killed();
            });
    Rotation rotation = rotation();
    assertThat(catchThrowable(() -> rotation.start(request()))).isInstanceOf(Killed.class);
    hook = Hook.NONE;
  }

  static RotationException refused(ThrowingCallable call) {
    RotationException e = catchThrowableOfType(RotationException.class, call);
    assertThat(e).isNotNull();
    return e;
  }

  /** Only this world itself has created a key, and nothing was written. */
  void assertNothingChanged() throws ApiException, TransportException {
    assertThat(line()).containsOnlyKeys("ci");
    assertThat(journal).isNull();
    assertThat(sandbox.requests())
        .filteredOn(request -> request.path().contains("api_keys"))
        .filteredOn(request -> !request.method().equals("GET"))
        .hasSize(1);
  }

  private KeyServer plain() {
    return KeyServer.at(
        sandbox.url(),
        key -> new ManagementApi(transport, sandbox.url(), key, TestHttp.farAway(), waits::add));
  }

  private final class HookedServer implements KeyServer {
    @Override
    public URI address() {
      return sandbox.url();
    }

    @Override
    public UserInfo me(Confidential as) throws ApiException, TransportException {
      return hook.server("GET me", () -> plain().me(as));
    }

    @Override
    public List<Team> teams(Confidential as) throws ApiException, TransportException {
      return hook.server("GET teams", () -> plain().teams(as));
    }

    @Override
    public List<ApiKeyInfo> keys(Confidential as) throws ApiException, TransportException {
      return hook.server("GET keys", () -> plain().keys(as));
    }

    @Override
    public KeyList keyList(Confidential as) throws ApiException, TransportException {
      return hook.server("GET keys", () -> plain().keyList(as));
    }

    @Override
    public boolean forbidsNewKeys(Confidential as, ApiKeyType type) {
      return plain().forbidsNewKeys(as, type);
    }

    @Override
    public ApiKey create(Confidential as, CreateApiKey wanted, @Nullable String teamId)
        throws ApiException, TransportException {
      return hook.server("POST key", () -> plain().create(as, wanted, teamId));
    }

    @Override
    public void delete(Confidential as, String prefix) throws ApiException, TransportException {
      hook.server(
          "DELETE key",
          () -> {
            plain().delete(as, prefix);
            return "";
          });
    }
  }

  private final class MemoryJournal implements Journal {
    @Override
    public Optional<RotationRecord> load() throws RotationIOException {
      return hook.place(
          "journal load", () -> Optional.ofNullable(journal).flatMap(RecordJson::read));
    }

    @Override
    public void save(RotationRecord record) throws RotationIOException {
      hook.place(
          "journal save",
          () -> {
            journal = RecordJson.write(record);
            return "";
          });
    }
  }

  private final class MemoryStorage implements NewKeyStorage {
    @Override
    public String name() {
      return "memory";
    }

    @Override
    public Optional<ApiKey> load() throws RotationIOException {
      return hook.place("holder load", () -> Optional.ofNullable(held));
    }

    @Override
    public void save(ApiKey key) throws RotationIOException {
      hook.place(
          "holder save",
          () -> {
            held = key;
            return "";
          });
    }

    @Override
    public void clear() throws RotationIOException {
      hook.place(
          "holder clear",
          () -> {
            held = null;
            return "";
          });
    }
  }

  private final class Place implements Target {
    private final String name;

    Place(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void check(String oldPrefix) throws RotationIOException {
      hook.place("check " + name, () -> refuse(oldPrefix, oldPrefix));
    }

    @Override
    public void write(ApiKey key, String expectedPrefix) throws RotationIOException {
      hook.place(
          "write " + name,
          () -> {
            refuse(expectedPrefix, key.prefix());
            places.put(name, key);
            return "";
          });
    }

    @Override
    public Optional<String> currentPrefix() throws RotationIOException {
      return writeOnly
          ? Optional.empty()
          : hook.place("read " + name, () -> Optional.of(places.get(name).prefix()));
    }

    private String refuse(String expectedPrefix, String newPrefix) throws RotationIOException {
      String problem = refusals.get(name);
      if (problem != null) {
        throw new RotationIOException(problem);
      }
      String there = places.get(name).prefix();
      if (!writeOnly && !there.equals(expectedPrefix) && !there.equals(newPrefix)) {
        throw new RotationIOException("it has the key " + there);
      }
      return "";
    }
  }
}
