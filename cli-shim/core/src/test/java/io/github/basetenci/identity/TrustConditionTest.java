package io.github.basetenci.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.identity.TrustCondition.Scope;
import io.github.basetenci.json.JsonValue.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrustConditionTest {
  private static final String OWNER = "claims.repository_owner_id == '12345' && ";

  @Test
  void aBranchIsPinnedInBothFormsOfTheSubject() throws Exception {
    TrustCondition condition = of(Tokens.github(), Scope.REF);
    assertThat(condition.condition())
        .isEqualTo(OWNER + "claims.sub == 'repo:acme/models:ref:refs/heads/main'");
    assertThat(condition.otherForm())
        .isEqualTo(OWNER + "claims.sub == 'repo:acme@12345/models@777:ref:refs/heads/main'");
  }

  @Test
  void theNewFormIsRecognised() throws Exception {
    JsonObject renewed =
        Tokens.github().with("sub", "repo:acme@12345/models@777:ref:refs/heads/main");
    TrustCondition condition = of(renewed, Scope.REF);
    assertThat(condition.condition())
        .isEqualTo(OWNER + "claims.sub == 'repo:acme@12345/models@777:ref:refs/heads/main'");
    assertThat(condition.otherForm())
        .isEqualTo(OWNER + "claims.sub == 'repo:acme/models:ref:refs/heads/main'");
  }

  @Test
  void aJobIsPinnedByItsWorkflowFile() throws Exception {
    assertThat(of(Tokens.github(), Scope.JOB).condition())
        .isEqualTo(
            OWNER
                + "claims.job_workflow_ref =="
                + " 'acme/models/.github/workflows/deploy.yml@refs/heads/main' && "
                + "claims.sub == 'repo:acme/models:ref:refs/heads/main'");
  }

  @Test
  void aWholeRepositoryIsNamedByTheBeginningOfItsSubjects() throws Exception {
    TrustCondition condition = of(Tokens.github(), Scope.REPOSITORY);
    assertThat(condition.condition())
        .isEqualTo(OWNER + "claims.sub.startsWith('repo:acme/models:')");
    assertThat(condition.otherForm())
        .isEqualTo(OWNER + "claims.sub.startsWith('repo:acme@12345/models@777:')");
  }

  @Test
  void anEnvironmentIsPinnedAndABranchWithinIt() throws Exception {
    JsonObject json =
        Tokens.github()
            .with("sub", "repo:acme/models:environment:production")
            .with("environment", "production");
    assertThat(TrustCondition.usual(Tokens.of(json).claims())).isEqualTo(Scope.ENVIRONMENT);
    assertThat(TrustCondition.usual(Tokens.of(Tokens.github()).claims())).isEqualTo(Scope.REF);
    assertThat(of(json, Scope.ENVIRONMENT).condition())
        .isEqualTo(OWNER + "claims.sub == 'repo:acme/models:environment:production'");
    assertThat(of(json, Scope.REF).condition())
        .isEqualTo(
            OWNER
                + "claims.ref == 'refs/heads/main' && "
                + "claims.sub == 'repo:acme/models:environment:production'");
    assertThatThrownBy(() -> of(Tokens.github(), Scope.ENVIRONMENT))
        .hasMessage("this job runs in no environment");
  }

  @Test
  void anotherIssuersSubjectIsPinnedAsItIs() throws Exception {
    JsonObject gitlab =
        JsonObject.EMPTY
            .with("iss", "https://gitlab.com")
            .with("sub", "project_path:a/b's:ref_type:branch:ref:ma\\in");
    assertThat(of(gitlab, Scope.REF))
        .isEqualTo(
            new TrustCondition(
                "claims.sub == 'project_path:a/b\\'s:ref_type:branch:ref:ma\\\\in'", null));
    assertThatThrownBy(() -> of(gitlab, Scope.REPOSITORY))
        .hasMessageContaining("not from a GitHub repository");
  }

  /** What an organization has made of the subject is shown as it is. */
  @Test
  void aSubjectOfAnotherMakeIsPinnedAsItIs() throws Exception {
    JsonObject custom = Tokens.github().with("sub", "repository_id:777:job:deploy");
    assertThat(of(custom, Scope.REF).condition())
        .isEqualTo("claims.sub == 'repository_id:777:job:deploy'");
  }

  @ParameterizedTest
  @EnumSource(Scope.class)
  void aSubjectOfSeveralLinesGivesNoCondition(Scope scope) {
    JsonObject json = Tokens.github().with("sub", "repo:acme/models:x' || true || '\n");
    assertThatThrownBy(() -> of(json, scope))
        .hasMessage("the identity token has no usable claim sub");
  }

  @Test
  void aQuoteInASubjectEndsNoText() throws Exception {
    JsonObject json =
        Tokens.github().with("sub", "repo:acme/models:ref:refs/heads/x' || true || '");
    assertThat(of(json, Scope.REF).condition())
        .endsWith("claims.sub == 'repo:acme/models:ref:refs/heads/x\\' || true || \\''");
  }

  private static TrustCondition of(JsonObject json, Scope scope) throws Exception {
    return TrustCondition.of(Tokens.of(json).claims(), scope);
  }
}
