package io.github.basetenci.targets.jenkins;

import io.github.basetenci.http.ServerAddress;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.text.Neutralizer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The credentials with a text that a Jenkins controller has, in its own store and in those of
 * folders. Each store is one request, and each folder is one for every 500 jobs in it.
 */
public final class JenkinsCredentials {
  private static final int MOST_FOLDERS = 2000;

  private static final int PAGE = 500;
  private static final String VIEW = "Credentials/View";
  private static final String JOB = "/job/";
  private static final String SCHEME = "jenkins:";
  private static final String API_KEY = "Baseten API key";
  private static final String SECRET_TEXT = "Secret text";
  private static final String KEYS =
      "/manage/baseten-keys/api/json?tree=" + encoded("keys[folder,id,rotatedHere]");
  private static final String STORE =
      "/api/json?tree="
          + encoded("domains[urlName,credentials[id,typeName,displayName,description]]");

  private final JenkinsApi api;
  private final int mostFolders;

  public JenkinsCredentials(JenkinsApi api) {
    this(api, MOST_FOLDERS);
  }

  /**
   * @param mostFolders more folders are not visited
   */
  JenkinsCredentials(JenkinsApi api, int mostFolders) {
    this.api = api;
    this.mostFolders = mostFolders;
  }

  /**
   * A credential that a rotation can write.
   *
   * @param target the words of the target
   * @param folder the full name of the folder that has it; empty for the controller
   * @param isSecretText whether it is a Secret text, which may be anything and never tells what it
   *     is; else it is a Baseten API key
   * @param prefix the prefix of the key; empty if the credential does not tell it
   */
  public record Listed(
      String target,
      String folder,
      String id,
      String description,
      boolean isSecretText,
      String prefix) {
    /** No part, because each comes from a server. */
    @Override
    public String toString() {
      return "Listed";
    }
  }

  /**
   * What was found.
   *
   * @param problems sentences about stores that could not be listed
   */
  public record Listing(List<Listed> credentials, List<String> problems) {
    public Listing {
      credentials = List.copyOf(credentials);
      problems = List.copyOf(problems);
    }

    /** No part, because each comes from a server. */
    @Override
    public String toString() {
      return "Listing";
    }
  }

  /**
   * Reads the address of a controller or of a folder, after {@code jenkins:}.
   *
   * @return empty if no token may be sent to the address
   */
  public static Optional<URI> parse(String spec) {
    URI uri =
        spec.startsWith(SCHEME)
            ? ServerAddress.parse(spec.substring(SCHEME.length()).replaceFirst("/+$", ""))
            : null;
    return Optional.ofNullable(uri);
  }

  /**
   * Lists the credentials of the controller or the folder, and of all folders in it.
   *
   * @throws JenkinsException if the store of the address itself cannot be listed
   */
  public Listing list(URI address) throws JenkinsException, InterruptedException {
    List<Listed> credentials = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    List<String> hidden = new ArrayList<>();
    Deque<URI> open = new ArrayDeque<>(List.of(address));
    int visited = 0;
    while (!open.isEmpty() && visited <= mostFolders) {
      URI base = open.removeFirst();
      visited++;
      try {
        credentials.addAll(store(base));
        open.addAll(folders(base));
      } catch (JenkinsException e) {
        if (base == address) {
          throw e.status() == 404 ? unknown(address) : e;
        }
        if (e.status() == 404 || e.status() == 403) {
          hidden.add(base.getPath());
        } else {
          problems.add(String.valueOf(e.getMessage()));
        }
      }
    }
    if (!hidden.isEmpty()) {
      problems.add(
          "%s shows the user %s no credentials of %s; give the user the permission %s there"
              .formatted(address.getAuthority(), api.user(), first(hidden), "Credentials/View"));
    }
    if (!open.isEmpty()) {
      problems.add(
          "%s has more than %d folders; name folders in place of it"
              .formatted(address.getAuthority(), mostFolders));
    }
    return new Listing(credentials, problems);
  }

  /**
   * Asks the Baseten plugin which credentials it rotates itself.
   *
   * @param address of the controller or of a folder
   * @return whether a credential is rotated there; empty if the plugin does not tell
   */
  public Optional<Predicate<Listed>> rotated(URI address) throws InterruptedException {
    String text = address.toString();
    String root = text.contains(JOB) ? text.substring(0, text.indexOf(JOB)) : text;
    try {
      JsonObject answer = get(URI.create(root + KEYS), "Baseten/Rotate");
      if (!(answer.get("keys") instanceof JsonArray keys)) {
        return Optional.empty();
      }
      Set<List<String>> rotated = new HashSet<>();
      for (JsonValue item : keys.items()) {
        if (item instanceof JsonObject key
            && key.get("rotatedHere") instanceof JsonBoolean here
            && here.value()) {
          rotated.add(
              List.of(String.valueOf(key.string("folder")), String.valueOf(key.string("id"))));
        }
      }
      return Optional.of(each -> rotated.contains(List.of(each.folder(), each.id())));
    } catch (JenkinsException e) {
      return Optional.empty();
    }
  }

  private JenkinsException unknown(URI address) {
    return new JenkinsException(
        ("%s answered GET %s with HTTP 404; the address is not that of a Jenkins or of a folder,"
                + " the Jenkins has no credentials plugin, or the user %s lacks the permission %s")
            .formatted(address.getAuthority(), store(address, "").getRawPath(), api.user(), VIEW),
        404);
  }

  private static String first(List<String> paths) {
    String first = Neutralizer.line(paths.get(0));
    int others = paths.size() - 1;
    return first
        + (others == 0
            ? ""
            : " and " + others + (others == 1 ? " other folder" : " other folders"));
  }

  private static URI store(URI base, String rest) {
    String store = base.getRawPath().contains(JOB) ? "folder" : "system";
    return URI.create(base + "/credentials/store/" + store + rest);
  }

  private List<Listed> store(URI base) throws JenkinsException, InterruptedException {
    JsonObject answer = get(store(base, STORE), VIEW);
    if (!(answer.get("domains") instanceof JsonObject domains)) {
      throw malformed(base);
    }
    List<Listed> found = new ArrayList<>();
    for (Map.Entry<String, JsonValue> each : domains.members().entrySet()) {
      if (!(each.getValue() instanceof JsonObject domain)
          || !(domain.get("credentials") instanceof JsonArray items)) {
        throw malformed(base);
      }
      String urlName = domain.string("urlName");
      URI path =
          store(base, "/domain/" + (urlName == null ? encoded(each.getKey()) : safe(urlName)));
      for (JsonValue item : items.items()) {
        if (item instanceof JsonObject credential) {
          listed(folder(base), path, credential).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  /** A domain comes encoded, but another server than a Jenkins may send anything. */
  private static String safe(String urlName) {
    return urlName.matches("[A-Za-z0-9_.~%-]+") ? urlName : encoded(urlName);
  }

  /** The full name of the folder with this address. */
  private static String folder(URI base) {
    int begin = base.getPath().indexOf(JOB);
    return begin < 0 ? "" : base.getPath().substring(begin + JOB.length()).replace(JOB, "/");
  }

  private static Optional<Listed> listed(String folder, URI domain, JsonObject credential) {
    String id = credential.string("id");
    String type = credential.string("typeName");
    if (id == null || !(API_KEY.equals(type) || SECRET_TEXT.equals(type))) {
      return Optional.empty();
    }
    CredentialPage page = CredentialPage.of(credential);
    return Optional.of(
        new Listed(
            SCHEME + domain + "/credential/" + encoded(id),
            folder,
            id,
            page.description(),
            SECRET_TEXT.equals(type),
            API_KEY.equals(type) ? page.prefix(id).orElse("") : ""));
  }

  private List<URI> folders(URI base) throws JenkinsException, InterruptedException {
    List<URI> folders = new ArrayList<>();
    for (int from = 0; ; from += PAGE) {
      String tree = "jobs[name,jobs[name]{0,1}]{" + from + "," + (from + PAGE) + "}";
      JsonObject answer = get(URI.create(base + "/api/json?tree=" + encoded(tree)), "Overall/Read");
      JsonArray jobs =
          answer.get("jobs") instanceof JsonArray array ? array : new JsonArray(List.of());
      for (JsonValue item : jobs.items()) {
        // A job that is no folder has no jobs, not even an empty list of them.
        if (item instanceof JsonObject job && job.get("jobs") instanceof JsonArray) {
          String name = job.string("name");
          if (name != null) {
            folders.add(URI.create(base + JOB + encoded(name)));
          }
        }
      }
      if (jobs.items().size() < PAGE) {
        return folders;
      }
    }
  }

  private JsonObject get(URI page, String permission)
      throws JenkinsException, InterruptedException {
    try {
      if (Json.parse(api.get(page, permission)) instanceof JsonObject object) {
        return object;
      }
    } catch (JsonParseException e) {
      // The sentence below is for this answer too.
    }
    throw malformed(page);
  }

  private static JenkinsException malformed(URI page) {
    return new JenkinsException(
        page.getAuthority()
            + " does not answer GET "
            + page.getRawPath()
            + " as a Jenkins does; give the address of the Jenkins itself");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}
