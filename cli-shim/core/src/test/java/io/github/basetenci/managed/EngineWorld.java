package io.github.basetenci.managed;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.CreateApiKey;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.http.TestHttp;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.managed.EngineSettings.Bounds;
import io.github.basetenci.managed.EngineSettings.Surroundings;
import io.github.basetenci.managed.RotationOrder.Terms;
import io.github.basetenci.rotation.DrainTimes;
import io.github.basetenci.rotation.Hook;
import io.github.basetenci.rotation.KeyServer;
import io.github.basetenci.rotation.NewKeyFile;
import io.github.basetenci.rotation.NewKeyStorage;
import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.rotation.Target;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.store.StoreFiles;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Team keys of a sandbox in {@link Documents}, with policies, and the directory of an engine. Each
 * call of {@link #engine} makes an engine as a new process would.
 */
final class EngineWorld implements AutoCloseable {
  private static final String OURS = "[a-z](-\\d+)?";
  static final Duration INTERVAL = Duration.ofDays(30);
  static final Duration OVERLAP = Duration.ofHours(24);

  final Sandbox sandbox;
  final Map<String, Policy> policies = Collections.synchronizedMap(new LinkedHashMap<>());
  final Documents documents = new Documents(() -> hook());
  final List<RotationEvent<String>> events = Collections.synchronizedList(new ArrayList<>());
  Path root;
  volatile Instant now = Instant.parse("2026-08-18T10:00:00Z");
  volatile Hook hook = Hook.NONE;
  Bounds bounds = new Bounds(10, 1);
  StoreFiles files = new StoreFiles();

  /** How many rotations run at once; zero runs them in the thread that begins them. */
  int threads;

  UseRecords<String> uses = UseRecords.none();

  private final ApiKey admin;
  private final HttpTransport transport = TestHttp.transport();

  /**
   * The policy of a key.
   *
   * @param interval zero if it is rotated only by hand
   * @param documents its targets
   */
  record Policy(Duration interval, DrainTimes times, List<String> documents) {}

  EngineWorld(Path root) throws Exception {
    this.root = root;
    sandbox = Sandbox.start(SandboxOptions.defaults().withClock(clock()));
    admin = ApiKey.of(sandbox.key(KeyType.PERSONAL));
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return now;
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  private Hook hook() {
    return hook;
  }

  /** Creates a team key of this name with a policy, and stores it in the documents. */
  ApiKey add(String name, String... in) throws Exception {
    ApiKey key = create(name);
    for (String document : in) {
      documents.put(document, name, key);
    }
    policies.put(name, new Policy(INTERVAL, new DrainTimes(OVERLAP), List.of(in)));
    return key;
  }

  ApiKey create(String name) throws ApiException, TransportException {
    return plain()
        .create(
            admin,
            new CreateApiKey(ApiKeyType.WORKSPACE_MANAGE_ALL, name, null),
            sandbox.teamId("Default"));
  }

  void revoke(String prefix) throws ApiException, TransportException {
    plain().delete(admin, prefix);
  }

  /** Somebody calls the server with a key. */
  void use(ApiKey key) throws ApiException, TransportException {
    plain().me(key);
  }

  RotationEngine<String> engine() {
    return new RotationEngine<>(settings());
  }

  EngineFiles<String> files() {
    return new EngineFiles<>(root, KeyCodec.ofNames(), this::storage, files);
  }

  EngineSettings<String> settings() {
    ExecutorService executor =
        threads == 0 ? new DirectExecutor() : Executors.newFixedThreadPool(threads);
    return new EngineSettings<>(
        files(),
        new Keys(),
        new OneWorkspace(),
        Drains.overlaps(() -> now),
        uses,
        EngineWords.PLAIN,
        new Surroundings<>(() -> now, time -> {}, executor, bounds, events::add));
  }

  private NewKeyStorage storage(PrivateFile file) {
    NewKeyFile plain = new NewKeyFile(file.path(), file.files(), key -> {});
    String name = String.valueOf(file.path().getFileName());
    return new NewKeyStorage() {
      @Override
      public String name() {
        return "the directory";
      }

      @Override
      public Optional<ApiKey> load() throws RotationIOException {
        return hook.place("load " + name, plain::load);
      }

      @Override
      public void save(ApiKey key) throws RotationIOException {
        hook.place(
            "save " + name,
            () -> {
              plain.save(key);
              return "";
            });
      }

      @Override
      public void clear() throws RotationIOException {
        hook.place(
            "clear " + name,
            () -> {
              plain.clear();
              return "";
            });
      }
    };
  }

  KeyServer plain() {
    return KeyServer.at(
        sandbox.url(),
        key -> new ManagementApi(transport, sandbox.url(), key, TestHttp.farAway(), time -> {}));
  }

  /** The first document with an entry that the server refuses, or the empty string. */
  String failingDocument() {
    for (Map.Entry<String, Map<String, ApiKey>> document : documents.all().entrySet()) {
      for (Map.Entry<String, ApiKey> entry : document.getValue().entrySet()) {
        if (!sandbox.accepts(entry.getValue().reveal())) {
          return document.getKey() + " " + entry.getKey();
        }
      }
    }
    return "";
  }

  /** Forgets all keys and policies, and what engines have written, so that a test begins anew. */
  void reset(Path newRoot) throws ApiException, TransportException {
    root = newRoot;
    hook = Hook.NONE;
    files = new StoreFiles();
    policies.clear();
    documents.all().clear();
    events.clear();
    for (ApiKeyInfo key : live()) {
      revoke(key.prefix());
    }
  }

  /** The unrevoked keys that this world or an engine has made. */
  List<ApiKeyInfo> live() throws ApiException, TransportException {
    return plain().keys(admin).stream()
        .filter(key -> key.name() != null && key.name().matches(OURS))
        .toList();
  }

  /** The names of the unrevoked keys that this world or an engine has made. */
  List<String> names() {
    return sandbox.keyNames().stream().filter(name -> name.matches(OURS)).toList();
  }

  @Override
  public void close() throws Exception {
    sandbox.close();
  }

  private final class Keys implements ManagedKeys<String> {
    @Override
    public List<String> withPolicy() {
      return List.copyOf(policies.keySet());
    }

    @Override
    public Duration interval(String id) {
      Policy policy = policies.get(id);
      return policy == null ? Duration.ZERO : policy.interval();
    }

    @Override
    public ReadyKey ready(String id) throws RefusedException {
      Policy policy = policies.get(id);
      if (policy == null) {
        throw new RefusedException("there is no policy for " + id);
      }
      Optional<ApiKey> key = key(id);
      if (key.isEmpty()) {
        throw new RefusedException("no document has the key " + id);
      }
      return new ReadyKey(
          new Terms(sandbox.url().toString(), "minting", policy.times(), false),
          key.get().prefix(),
          policy.documents());
    }

    @Override
    public Map<String, String> present() {
      Map<String, String> present = new LinkedHashMap<>();
      documents
          .all()
          .values()
          .forEach(document -> document.forEach((id, key) -> present.put(id, key.prefix())));
      return present;
    }

    @Override
    public boolean exists(String id) {
      return present().containsKey(id);
    }

    @Override
    public Optional<ApiKey> key(String id) {
      return documents.all().values().stream()
          .map(document -> document.get(id))
          .filter(key -> key != null)
          .findFirst();
    }

    @Override
    public List<Target> targets(RotationRun<String> run) {
      return run.order().targets().stream()
          .map(document -> documents.target(document, run.id()))
          .toList();
    }
  }

  private final class OneWorkspace implements Workspaces<String> {
    @Override
    public KeyServer server(Workspace workspace, String id) {
      return new HookedServer(plain(), () -> hook);
    }

    @Override
    public ApiKey minting(Workspace workspace, String id) throws RefusedException {
      try {
        return ApiKey.of(sandbox.key(KeyType.WORKSPACE_MANAGE_API_KEYS));
      } catch (InvalidKeyException e) {
        throw new RefusedException(String.valueOf(e.getMessage()));
      }
    }
  }
}
