package io.github.basetenci.cli.leak;

import static io.github.basetenci.cli.leak.LeakWorld.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import io.github.basetenci.HouseRules;
import io.github.basetenci.LeakFinder;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.http.Proxies;
import io.github.basetenci.identity.IdentityToken;
import io.github.basetenci.identity.InvalidIdentityTokenException;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.key.AccessToken;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.ForeignToken;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.key.Masker;
import io.github.basetenci.key.OAuthGrant;
import io.github.basetenci.targets.github.GitHubUrl;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * No object shows a key in its text form. Every record is made with the key in one of its parts
 * after the other; a part that shows it has a name that promises none.
 */
class TextFormTest {
  /** Parts that are shown: names of things, people and places, and sentences about them. */
  private static final Set<String> SHOWN =
      Set.of(
          """
          activeUser advice authType base broken className createdAt detail email
          expectedWorkspace failure file host id keyFile keyPrefix keyVariable label
          layout leaveBehind left leftBehind method modelFile modelIds name newName newPrefix notes notSearched oldName
          oldPrefix owner ownerId pairedUrl pathPrefix pathProblem prefix problem profile
          profiles proxy remote remotes remoteUrl revoked server source sourceName targets
          team teamId teamName tool tools unreadable unsearched url user userAgent userId warnings where why
          workspace workspaceName
          """
              .strip()
              .split("\\s+"));

  /** Parts that are shown although others of that name are not, each because it can be no key. */
  private static final Set<String> SHOWN_HERE =
      Set.of(
          "ApiKeyType.value",
          // Names of variables of CI systems, paths that we make, and what is known of keys by
          // name.
          "Ci.ids",
          "KeyringEntry.account",
          "KeyringEntry.service",
          "Ci.mark",
          "Ci.suffix",
          "Ci.temporary",
          "KnownKey.directory",
          "JobRecord.directory",
          "SavedVariables.directory",
          // A certificate, and models to which a key is limited.
          "EphemeralRecord.trusted",
          "Wanted.models",
          // Users, names of minting keys, prefixes and sentences of rotations: the engine cuts what
          // somebody gives in place of a prefix, and its sentences name keys by their prefixes.
          "Aborted.by",
          "Failed.what",
          "KeyCheckResult.note",
          "KnownKey.replaced",
          "PastRotation.by",
          "PastRotation.note",
          "Resumed.by",
          "Resumed.unclaimedKey",
          "RotationOrder.by",
          "RotationPreview.note",
          "RotationProgress.note",
          "RotationProgress.unclaimedKey",
          "RotationStatus.alive",
          "RotationStatus.note",
          "Run.unclaimedKey",
          "Start.by",
          "Stop.unclaimedKey",
          "Terms.minting",
          "Warned.sentence",
          "Work.waitsFor",
          "Workspace.minting",
          // Ends of sentences that we write.
          "Unavailable.reason",
          "Decision.risk",
          "Result.risk",
          "LoginFiles.denied",
          "LoginFiles.absent",
          "LoginFiles.other",
          // What a fleet file may hold, which is searched for keys, and the words of its schema.
          "KeyTerms.models",
          "FleetKey.rotatedBy",
          "TargetReading.target",
          "BegunRotation.state",
          "WorkspaceAnswer.mintingPrefix",
          "KeyRow.key",
          "KeyRow.age",
          "KeyRow.lastUsed",
          "KeyRow.next",
          "KeyRow.state",
          "FindingRow.about",
          "FindingRow.sentence",
          "OfFile.path",
          "OfIdentity.trustRule",
          "OfIdentity.audience",
          "FileProblem.path",
          "Mapping.what",
          "Mapping.required",
          "Mapping.either",
          "Member.description",
          "Text.form",
          "Word.words",
          "Kind.what",
          // What an identity token says of a job; only its signature is secret.
          "GitHubSubject.otherPrefix",
          "GitHubSubject.rest",
          "TrustCondition.condition",
          "TrustCondition.otherForm",
          // What a person is shown at a login by browser, and an error code of the server.
          "Waiting.page",
          "Waiting.userCode",
          "Outcome.said",
          "Revoked.prefixes",
          // Digests.
          "Saved.digest",
          "JobRecord.login",
          // The toolkit knows no key: parts of a summary, and what the runner and the system say.
          "AnnotationProperties.title",
          "Finding.directory",
          "Finding.way",
          "PlatformDetails.version",
          "SummaryTableCell.colspan",
          "SummaryTableCell.data",
          "SummaryTableCell.rowspan",
          "DoctorFinding.message",
          "SecretFinding.message",
          "HeldHere.variables",
          "JsonNumber.text",
          "FoundKeys.keyFileProblem",
          "Kind.rest",
          "Kind.word",
          "Replacement.storage",
          "Platform.javaVersion",
          "Platform.osName",
          "RequestEntry.path",
          // The names of options.
          "Tokens.inFile",
          // Names of GitHub, and what it tells of a secret that nobody can read back.
          "Repository.repository",
          "Environment.repository",
          "Environment.environment",
          "Organization.organization",
          "GitHubSecretInfo.updatedAt",
          "GitHubSecretInfo.visibility",
          // What a test tells the sandbox to say, and what the sandbox says.
          "Reply.body",
          "Reply.headers",
          "Answer.headers");

  private static final ApiKey HELD = key();

  /** One object of every other class that has a text form of its own. */
  private static final List<Object> OTHERS =
      List.of(
          HELD,
          token(),
          accessToken(),
          grant(),
          Masker.of(List.of(HELD)),
          new Environment(Map.of("BASETEN_API_KEY", KEY)),
          Proxies.of(Map.of("HTTPS_PROXY", "http://user:" + KEY + "@127.0.0.1:1")),
          RemoteUrl.DEFAULT,
          GitHubUrl.PUBLIC,
          identity(),
          identity().claims());

  /** What a type, or a part of a record, needs so that the record can be made. */
  private static final Map<Object, Object> SAMPLES = new HashMap<>();

  static {
    SAMPLES.put(int.class, 0);
    SAMPLES.put(long.class, 0L);
    SAMPLES.put(boolean.class, false);
    SAMPLES.put(ApiKey.class, HELD);
    SAMPLES.put(RemoteUrl.class, RemoteUrl.DEFAULT);
    SAMPLES.put(Proxies.class, Proxies.NONE);
    SAMPLES.put(Path.class, Path.of("p"));
    SAMPLES.put(URI.class, URI.create("http://localhost/"));
    SAMPLES.put(Duration.class, Duration.ZERO);
    SAMPLES.put(Instant.class, Instant.EPOCH);
    SAMPLES.put(Clock.class, Clock.systemUTC());
    SAMPLES.put("HttpRequest.method", "GET");
    SAMPLES.put("TrustRule.id", "abcd1234");
    SAMPLES.put("TrustRule.audience", "https://api.baseten.co");
    SAMPLES.put("TrustRule.lifetime", Duration.ofMinutes(5));
    // A part of its own kind.
    SAMPLES.put("PythonStatement.body", List.of());
  }

  private final LeakFinder finder = new LeakFinder(KEY);

  @Test
  void noRecordShowsAKey() throws Exception {
    List<String> showing = new ArrayList<>();
    for (Class<?> type : types()) {
      if (type.isRecord()) {
        for (RecordComponent part : type.getRecordComponents()) {
          Object made = make(type, part.getName());
          String name = type.getSimpleName() + "." + part.getName();
          boolean mayShow = SHOWN.contains(part.getName()) || SHOWN_HERE.contains(name);
          if (!mayShow && finder.find(made.toString()).isPresent()) {
            showing.add(name);
          }
        }
      }
    }

    assertThat(showing).as("override toString, or call a part that holds no secret so").isEmpty();
  }

  @Test
  void noOtherObjectShowsAKey() {
    assertThat(
            types().stream()
                .filter(type -> !type.isRecord() && !type.isEnum())
                .filter(TextFormTest::hasTextForm))
        .as("a class with a text form gets a sample here")
        .containsExactlyInAnyOrderElementsOf(
            OTHERS.stream().<Class<?>>map(Object::getClass).toList());
    assertThat(OTHERS).allSatisfy(sample -> assertThat(finder.find("" + sample)).isEmpty());
  }

  @Test
  void aRecordThatShowsAKeyWouldBeSeen() throws Exception {
    record Careless(String name, List<Optional<String>> values) {}
    Object made = make(Careless.class, "values");

    assertThat(finder.find(made.toString())).isPresent();
    assertThat(finder.find(make(Careless.class, "").toString())).isEmpty();
  }

  private static List<Class<?>> types() {
    List<Class<?>> types = new ArrayList<>();
    for (JavaClass found : HouseRules.productClasses()) {
      types.add(found.reflect());
    }
    return types;
  }

  private static boolean hasTextForm(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .anyMatch(method -> method.getName().equals("toString") && method.getParameterCount() == 0);
  }

  /** A record with the key in the part of that name, and everywhere else what holds none. */
  private static Object make(Class<?> type, String partWithKey) throws Exception {
    RecordComponent[] parts = type.getRecordComponents();
    Class<?>[] types = new Class<?>[parts.length];
    Object[] values = new Object[parts.length];
    for (int i = 0; i < parts.length; i++) {
      types[i] = parts[i].getType();
      String text = parts[i].getName().equals(partWithKey) ? KEY : "x.y";
      Object sample = SAMPLES.get(type.getSimpleName() + "." + parts[i].getName());
      values[i] = sample != null ? sample : sample(parts[i].getGenericType(), text);
    }
    Constructor<?> constructor = type.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return constructor.newInstance(values);
  }

  private static Object sample(Type type, String text) throws Exception {
    if (type instanceof ParameterizedType generic) {
      Object first = sample(generic.getActualTypeArguments()[0], text);
      return switch (((Class<?>) generic.getRawType()).getSimpleName()) {
        case "Optional" -> Optional.ofNullable(first);
        case "List", "Collection" -> first == null ? List.of() : List.of(first);
        case "Set" -> first == null ? Set.of() : Set.of(first);
        case "Map" -> {
          Object value = sample(generic.getActualTypeArguments()[1], text);
          yield value == null ? Map.of() : Map.of("x", value);
        }
        default -> null;
      };
    }
    if (!(type instanceof Class<?> plain)) {
      return null;
    }
    if (plain.equals(String.class)) {
      return text;
    }
    if (plain.equals(byte[].class)) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    if (plain.equals(String[].class)) {
      return new String[] {text};
    }
    if (plain.equals(JsonValue.class)) {
      return new JsonValue.JsonString(text);
    }
    if (plain.isRecord()) {
      // Its own text form is looked at by itself.
      return make(plain, "");
    }
    return plain.isEnum() ? plain.getEnumConstants()[0] : SAMPLES.get(plain);
  }

  private static IdentityToken identity() {
    String claims =
        Base64.getUrlEncoder()
            .encodeToString(("{\"sub\":\"" + KEY + "\"}").getBytes(StandardCharsets.UTF_8))
            .replace("=", "");
    try {
      return IdentityToken.of("x." + claims + ".y");
    } catch (InvalidIdentityTokenException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static AccessToken accessToken() {
    try {
      return AccessToken.of(KEY);
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static OAuthGrant grant() {
    try {
      return OAuthGrant.of(KEY);
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static ForeignToken token() {
    try {
      return ForeignToken.of(KEY);
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static ApiKey key() {
    try {
      return ApiKey.of(KEY);
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
