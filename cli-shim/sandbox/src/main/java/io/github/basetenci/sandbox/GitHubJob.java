package io.github.basetenci.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A job of a GitHub workflow. It gives the claims that GitHub puts into the identity token of the
 * job.
 */
public final class GitHubJob {
  private static final String SHA = "0123456789abcdef0123456789abcdef01234567";
  private static final String PULL_REQUEST = "pull_request";

  private final Map<String, String> facts;
  private final boolean immutableSubject;

  private GitHubJob(Map<String, String> facts, boolean immutableSubject) {
    this.facts = facts;
    this.immutableSubject = immutableSubject;
  }

  /**
   * The job of a push to the branch {@code main}. The owner has the id 12345, and the repository
   * has the id 67890.
   *
   * @param repository {@code OWNER/REPOSITORY}
   */
  public static GitHubJob of(String repository) {
    if (!repository.matches("[^/]+/[^/]+")) {
      throw new IllegalArgumentException("a repository has the form OWNER/REPOSITORY");
    }
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("ref_protected", "false");
    facts.put("sha", SHA);
    facts.put("repository", repository);
    facts.put("repository_owner", repository.substring(0, repository.indexOf('/')));
    facts.put("repository_visibility", "private");
    facts.put("actor", "octocat");
    facts.put("actor_id", "583231");
    facts.put("workflow", "deploy");
    facts.put("workflow_sha", SHA);
    facts.put("job_workflow_sha", SHA);
    facts.put("run_id", "1001");
    facts.put("run_number", "7");
    facts.put("run_attempt", "1");
    facts.put("runner_environment", "github-hosted");
    return new GitHubJob(facts, false).withIds("12345", "67890").onBranch("main");
  }

  /** The job with these ids of owner and repository. */
  public GitHubJob withIds(String owner, String repository) {
    return with(Map.of("repository_owner_id", owner, "repository_id", repository));
  }

  public GitHubJob onBranch(String branch) {
    return on("push", "refs/heads/" + branch, "branch");
  }

  public GitHubJob onTag(String tag) {
    return on("push", "refs/tags/" + tag, "tag");
  }

  /** The job for a pull request from the branch {@code feature} to {@code main}. */
  public GitHubJob onPullRequest(int number) {
    return on(PULL_REQUEST, "refs/pull/" + number + "/merge", "branch");
  }

  /** The job in an environment. The subject then names the environment instead of the ref. */
  public GitHubJob inEnvironment(String environment) {
    return with(Map.of("environment", environment));
  }

  /**
   * The job in a reusable workflow of the form {@code OWNER/REPOSITORY/.github/workflows/FILE@REF}.
   */
  public GitHubJob inCalledWorkflow(String workflow) {
    return with(Map.of("job_workflow_ref", workflow));
  }

  /** The job with the form of the subject in repositories that were created since July 2026. */
  public GitHubJob withImmutableSubject() {
    return new GitHubJob(facts, true);
  }

  /** The subject of the token. */
  public String subject() {
    String[] names = fact("repository").split("/", -1);
    String repository =
        immutableSubject
            ? names[0]
                + "@"
                + fact("repository_owner_id")
                + "/"
                + names[1]
                + "@"
                + fact("repository_id")
            : fact("repository");
    String context =
        facts.containsKey("environment")
            ? "environment:" + fact("environment")
            : isPullRequest() ? PULL_REQUEST : "ref:" + fact("ref");
    return "repo:" + repository + ":" + context;
  }

  /** The URL of the owner. It is the audience of a token if the job requests no audience. */
  public String ownerUrl() {
    return "https://github.com/" + fact("repository_owner");
  }

  /** All claims except those of the token itself: issuer, audience, times and id. */
  public Map<String, String> claims() {
    String workflow = fact("repository") + "/.github/workflows/deploy.yml@" + fact("ref");
    Map<String, String> claims = new LinkedHashMap<>();
    claims.put("sub", subject());
    claims.put("workflow_ref", workflow);
    claims.put("job_workflow_ref", workflow);
    claims.put("base_ref", isPullRequest() ? "main" : "");
    claims.put("head_ref", isPullRequest() ? "feature" : "");
    claims.putAll(facts);
    return claims;
  }

  private boolean isPullRequest() {
    return fact("event_name").equals(PULL_REQUEST);
  }

  private String fact(String name) {
    return facts.getOrDefault(name, "");
  }

  private GitHubJob on(String event, String ref, String type) {
    return with(Map.of("event_name", event, "ref", ref, "ref_type", type));
  }

  private GitHubJob with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(facts);
    all.putAll(more);
    return new GitHubJob(all, immutableSubject);
  }
}
