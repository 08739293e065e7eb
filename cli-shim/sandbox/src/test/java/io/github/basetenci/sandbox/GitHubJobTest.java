package io.github.basetenci.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GitHubJobTest {
  private static final GitHubJob JOB = GitHubJob.of("acme/models").withIds("11", "22");

  @Test
  void theSubjectHasTheClassicOrTheImmutableForm() {
    assertThat(JOB.subject()).isEqualTo("repo:acme/models:ref:refs/heads/main");
    assertThat(JOB.onBranch("x").subject()).isEqualTo("repo:acme/models:ref:refs/heads/x");
    assertThat(JOB.onTag("v1").subject()).isEqualTo("repo:acme/models:ref:refs/tags/v1");
    assertThat(JOB.onPullRequest(7).subject()).isEqualTo("repo:acme/models:pull_request");
    assertThat(JOB.inEnvironment("prod").subject()).isEqualTo("repo:acme/models:environment:prod");
    assertThat(JOB.onPullRequest(7).inEnvironment("prod").subject())
        .isEqualTo("repo:acme/models:environment:prod");
    assertThat(JOB.withImmutableSubject().subject())
        .isEqualTo("repo:acme@11/models@22:ref:refs/heads/main");
    assertThat(JOB.withImmutableSubject().onPullRequest(7).subject())
        .isEqualTo("repo:acme@11/models@22:pull_request");
    assertThat(JOB.withImmutableSubject().onTag("v1").inEnvironment("prod").subject())
        .isEqualTo("repo:acme@11/models@22:environment:prod");
  }

  @Test
  void theClaimsTellOfTheJob() {
    assertThat(JOB.onPullRequest(7).claims())
        .containsEntry("ref", "refs/pull/7/merge")
        .containsEntry("event_name", "pull_request")
        .containsEntry("base_ref", "main")
        .containsEntry("repository", "acme/models")
        .containsEntry("repository_owner", "acme")
        .containsEntry("repository_owner_id", "11")
        .containsEntry("repository_id", "22")
        .doesNotContainKey("environment");
    assertThat(JOB.onTag("v1").claims())
        .containsEntry("ref_type", "tag")
        .containsEntry("base_ref", "");
    assertThat(JOB.inEnvironment("prod").claims())
        .containsEntry("environment", "prod")
        .containsEntry("ref", "refs/heads/main");
    assertThat(JOB.ownerUrl()).isEqualTo("https://github.com/acme");
  }

  @Test
  void aCalledWorkflowChangesItsOwnClaimAlone() {
    String called = "acme/shared/.github/workflows/deploy.yml@refs/heads/main";

    assertThat(JOB.claims())
        .containsEntry(
            "job_workflow_ref", "acme/models/.github/workflows/deploy.yml@refs/heads/main");
    assertThat(JOB.inCalledWorkflow(called).claims())
        .containsEntry("job_workflow_ref", called)
        .containsEntry("workflow_ref", "acme/models/.github/workflows/deploy.yml@refs/heads/main")
        .containsEntry("sub", JOB.subject());
  }

  @Test
  void aRepositoryHasAnOwner() {
    assertThatThrownBy(() -> GitHubJob.of("models")).isInstanceOf(IllegalArgumentException.class);
  }
}
