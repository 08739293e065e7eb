package io.github.basetenci.cli.fleet.init;

import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.cli.rotate.TargetServers;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.rotation.LoginKeys;
import io.github.basetenci.rotation.StoredLogins;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.shim.wording.CommandWords;
import io.github.basetenci.targets.github.GitHubException;
import io.github.basetenci.targets.github.GitHubSecretInfo;
import io.github.basetenci.targets.github.GitHubSecrets;
import io.github.basetenci.targets.github.SecretList;
import io.github.basetenci.targets.jenkins.JenkinsCredentials;
import io.github.basetenci.targets.jenkins.JenkinsException;
import io.github.basetenci.text.Neutralizer;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Looks for what may have a key: logins of this machine, files, secrets of GitHub, a Jenkins. */
public final class TargetSearch {
  private static final String FILE = "file:";
  private static final String LABEL = "label:";
  private static final String GITHUB_NEEDS = "a list of secrets of GitHub needs a token";
  private static final String JENKINS_NEEDS =
      "a list of credentials of Jenkins needs a user with an API token";

  private final Session session;
  private final Path directory;
  private final NameFilter names;
  private final Found found;
  private final TargetServers servers;

  /**
   * @param directory the directory of the file that is written, from which its paths go
   * @param names which secrets that never tell are taken
   * @param found gets what is found
   */
  public TargetSearch(Session session, Path directory, NameFilter names, Found found) {
    this.session = session;
    this.directory = directory;
    this.names = names;
    this.found = found;
    this.servers = new TargetServers(session);
  }

  /**
   * The words that name something to search. They are checked before anything is asked.
   *
   * @throws UsageException if they have no known form
   */
  public static void check(String from) throws UsageException {
    boolean known =
        (from.startsWith(FILE) && from.length() > FILE.length())
            || SecretList.parse(from).isPresent()
            || JenkinsCredentials.parse(from).isPresent();
    if (!known || !Neutralizer.line(from).equals(from)) {
      // The text is not quoted, because it may be a key that was given by mistake.
      throw new UsageException(
          "--from is none of github:ORGANIZATION, github:OWNER/REPOSITORY,"
              + " github:OWNER/REPOSITORY@ENVIRONMENT, jenkins:URL, file:PATH");
    }
  }

  /** The logins of this machine: the files that truss and baseten read, and the keyring. */
  public void logins() {
    StoredLogins logins =
        new StoredLogins(
            session.stores(),
            session.keyFile(),
            session
                .environment()
                .get(Environment.API_KEY_FILE)
                .map(name -> List.of(session.host().workingDirectory().resolve(name).normalize()))
                .orElse(List.of()),
            (store, problem) -> found.problem(CommandWords.ADVICE.sentence(problem)));
    LoginKeys keys = logins.get();
    keys.keys()
        .forEach(
            (name, key) -> {
              if (name.startsWith(LABEL)) {
                found.remark(
                    "the login " + name + " has the key " + key.prefix() + " and is no target");
              } else {
                found.add(
                    FoundTarget.has(
                        name.startsWith(FILE) ? file(Path.of(name.substring(FILE.length()))) : name,
                        key.prefix()));
              }
            });
    keys.unsearched()
        .forEach(
            (name, problem) ->
                found.problem(
                    name + " has its key in the keyring, which was not read: " + problem));
    for (String variable : List.of(Environment.API_KEY, Environment.TRUSS_API_KEY)) {
      session
          .environment()
          .get(variable)
          .flatMap(text -> ApiKey.stored(text.strip()))
          .ifPresent(
              key ->
                  found.remark(
                      "the variable "
                          + variable
                          + " has the key "
                          + key.prefix()
                          + "; its source may be a target"));
    }
  }

  /** What somebody has named, in a form that was checked. */
  public void search(String from) throws UsageException, InterruptedException {
    Optional<SecretList> secrets = SecretList.parse(from);
    Optional<URI> jenkins = JenkinsCredentials.parse(from);
    if (secrets.isPresent()) {
      gitHub(from, secrets.get());
    } else if (jenkins.isPresent()) {
      jenkins(from, jenkins.get());
    } else {
      readFile(from.substring(FILE.length()));
    }
  }

  private void readFile(String name) {
    Path path = session.host().workingDirectory().resolve(name).normalize();
    try {
      String text = session.keyFile().read(Neutralizer.line(name), path);
      found.add(FoundTarget.has(file(path), ApiKey.prefixOf(text.strip())));
    } catch (AuthException e) {
      found.problem(CommandWords.ADVICE.sentence(e));
    }
  }

  /** The target for a file, as short as the directory of the fleet file allows. */
  private String file(Path path) {
    return FILE + (path.startsWith(directory) ? directory.relativize(path) : path);
  }

  private void gitHub(String from, SecretList list) throws UsageException, InterruptedException {
    GitHubSecrets gitHub = servers.gitHub(GITHUB_NEEDS);
    try {
      List<String> others = new ArrayList<>();
      for (GitHubSecretInfo secret : gitHub.list(list)) {
        if (names.takes(secret.name())) {
          String time = secret.updatedAt();
          found.add(
              FoundTarget.silent(
                  list.target(secret.name()),
                  time.matches("\\d{4}-\\d\\d-\\d\\dT.*")
                      ? "written " + time.substring(0, 10)
                      : ""));
        } else {
          others.add(secret.name());
        }
      }
      sayOthers(others.size(), "secret", from);
    } catch (GitHubException e) {
      found.problem(String.valueOf(e.getMessage()));
    }
  }

  private void jenkins(String from, URI address) throws UsageException, InterruptedException {
    JenkinsCredentials jenkins = new JenkinsCredentials(servers.jenkins(JENKINS_NEEDS));
    try {
      JenkinsCredentials.Listing listing = jenkins.list(address);
      Predicate<JenkinsCredentials.Listed> rotated = rotated(from, address, jenkins, listing);
      int others = 0;
      for (JenkinsCredentials.Listed credential : listing.credentials()) {
        if (!credential.isSecretText()) {
          found.add(
              new FoundTarget(
                  credential.target(),
                  Neutralizer.line(credential.prefix()),
                  "",
                  rotated.test(credential) ? "jenkins" : null));
        } else if (names.takes(credential.id(), credential.description())) {
          found.add(FoundTarget.silent(credential.target(), "Secret text"));
        } else {
          others++;
        }
      }
      sayOthers(others, "Secret text", from);
      listing.problems().forEach(found::problem);
    } catch (JenkinsException e) {
      found.problem(String.valueOf(e.getMessage()));
    }
  }

  /** Whether the Baseten plugin rotates a credential itself, so that nothing else must. */
  private Predicate<JenkinsCredentials.Listed> rotated(
      String from, URI address, JenkinsCredentials jenkins, JenkinsCredentials.Listing listing)
      throws InterruptedException {
    if (listing.credentials().stream().allMatch(JenkinsCredentials.Listed::isSecretText)) {
      return each -> false;
    }
    Optional<Predicate<JenkinsCredentials.Listed>> rotated = jenkins.rotated(address);
    if (rotated.isEmpty()) {
      found.remark(
          "whether "
              + from
              + " rotates keys itself is not known; the user needs Baseten/Rotate to ask");
    }
    return rotated.orElse(each -> false);
  }

  private void sayOthers(int count, String what, String from) {
    if (count > 0) {
      found.remark(
          "%d %s%s of %s without %s in the name"
              .formatted(count, what, count == 1 ? "" : "s", from, names.words()));
    }
  }
}
