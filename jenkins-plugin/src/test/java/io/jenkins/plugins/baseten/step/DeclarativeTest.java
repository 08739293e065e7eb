package io.jenkins.plugins.baseten.step;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.store;

import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The places of a Declarative Pipeline that a login can be written in. */
@WithJenkins
class DeclarativeTest {
    private static JenkinsRule r;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        store("team-key", KEY, null);
    }

    @AfterAll
    static void stop() throws Exception {
        r.after();
    }

    @Test
    void credentialsInTheEnvironmentAreTheKeyMasked() throws Exception {
        WorkflowRun run = succeeds(
                "environment",
                "pipeline {",
                "  agent any",
                "  environment { K = credentials('team-key') }",
                "  stages { stage('s') { steps {",
                "    sh 'test \"${K%%.*}\" = aBcD1234 && echo key $K, in hex $(printf %s \"$K\" | od -An -v -tx1 | tr -d \" \\\\n\")'",
                "  } } }",
                "}");
        r.assertLogContains("key ****, in hex ****", run);
    }

    @Test
    void theStepStandsAmongTheSteps() throws Exception {
        succeeds(
                "steps",
                "pipeline {",
                "  agent any",
                "  stages { stage('s') { steps {",
                "    withBaseten(credentialsId: 'team-key', remote: 'prod') {",
                "      sh 'grep -F \"[prod]\" \"$USER_TRUSSRC_PATH\" && echo $BASETEN_API_KEY'",
                "    }",
                "  } } }",
                "}");
    }

    @Test
    void asAnOptionOfThePipelineTheStepServesAllStagesWithFiles() throws Exception {
        succeeds(
                "pipeline-options",
                "pipeline {",
                "  agent any",
                "  options { withBaseten(credentialsId: 'team-key') }",
                "  stages {",
                "    stage('one') { steps { sh 'grep -F api_key \"$USER_TRUSSRC_PATH\"' } }",
                "    stage('two') { steps { sh 'test -f \"$BASETEN_CONFIG_DIR/auth.json\"' } }",
                "  }",
                "}");
    }

    @Test
    void asAnOptionOfAStageTheStepHasFilesOnTheAgentOfThePipeline() throws Exception {
        succeeds(
                "stage-options",
                "pipeline {",
                "  agent any",
                "  stages { stage('s') {",
                "    options { withBaseten(credentialsId: 'team-key') }",
                "    steps { sh 'grep -F api_key \"$USER_TRUSSRC_PATH\"' }",
                "  } }",
                "}");
    }

    /** The options of a stage begin before its agent is there. */
    @Test
    void asAnOptionOfAStageWithItsOwnAgentTheStepHasVariablesAlone() throws Exception {
        WorkflowRun run = succeeds(
                "stage-agent",
                "pipeline {",
                "  agent none",
                "  stages { stage('s') {",
                "    agent any",
                "    options { withBaseten(credentialsId: 'team-key') }",
                "    steps {",
                "      sh 'test \"${BASETEN_TRUSS_AUTH_API_KEY%%.*}\" = aBcD1234'",
                "      echo \"file ${env.USER_TRUSSRC_PATH}\"",
                "    }",
                "  } }",
                "}");
        r.assertLogContains("file null", run);
    }

    private static WorkflowRun succeeds(String name, String... script) throws Exception {
        WorkflowRun run = pipeline(name, script).scheduleBuild2(0).get();
        r.assertBuildStatusSuccess(run);
        r.assertLogNotContains(KEY.substring(KEY.indexOf('.') + 1), run);
        return run;
    }
}
