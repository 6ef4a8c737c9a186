"""A runner in small: takes an action.yml's steps and runs them as GitHub's
runner does, with its files, its variables and its shell."""

import os
import re
import shutil
import subprocess

import yaml

from ci import commands, read_outputs
from program import environment

EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
EQUALITY = re.compile(r"^(\S+)\s*==\s*'([^']*)'$")

LIMIT_SECONDS = 120


class Step:
    """What a step came to."""

    def __init__(self, name, code, output):
        self.name = name
        self.code = code
        self.output = output


class Job:
    """One use of an action in a workspace."""

    def __init__(self, action, folder, workspace, programs):
        self.action = action
        self.workspace = workspace
        self.folder = folder
        self.temp = os.path.join(folder, "temp")
        self.home = os.path.join(folder, "home")
        self.cache = os.path.join(folder, "cache")
        for path in (self.temp, self.home, self.cache):
            os.makedirs(path, exist_ok=True)
        self.programs = programs
        self.contexts = {}
        self.steps = []
        with open(os.path.join(action, "action.yml"),
                  encoding="utf-8") as file:
            self.definition = yaml.safe_load(file)

    def value(self, path):
        """`inputs.x`, `steps.id.outputs.y`, `github.action_repository`."""
        at = self.contexts
        for name in path.split("."):
            at = at.get(name, "") if isinstance(at, dict) else ""
        return "" if isinstance(at, dict) else at

    def expand(self, text):
        return EXPRESSION.sub(lambda found: self.value(found[1].strip()),
                              str(text))

    def holds(self, condition):
        if condition is None:
            return True
        match = EQUALITY.match(condition.strip())
        assert match, f"the runner in small knows no such if: {condition}"
        return self.value(match[1]) == match[2]

    def run(self, event_name, event_path, inputs=None, **env):
        """Run all steps, until one fails; the exit code of the job."""
        declared = self.definition["inputs"]
        assert not set(inputs or {}) - set(declared), "no such input"
        self.contexts = {
            "inputs": {name: str((inputs or {}).get(name,
                                                    about.get("default", "")))
                       for name, about in declared.items()},
            "github": {"action_repository": "quay/stanch"}, "steps": {}}
        self.steps = []
        self.summary = os.path.join(self.temp, "summary")
        self.base = environment(
            self.home, PATH=self.programs + ":" + os.environ["PATH"],
            CI="true", GITHUB_ACTIONS="true", GITHUB_EVENT_NAME=event_name,
            GITHUB_EVENT_PATH=event_path, GITHUB_WORKSPACE=self.workspace,
            GITHUB_REPOSITORY="quay/harbour", GITHUB_REF="refs/heads/main",
            GITHUB_SERVER_URL="https://github.example",
            GITHUB_SHA="0123456789abcdef0123456789abcdef01234567",
            GITHUB_ACTION_PATH=self.action, RUNNER_TEMP=self.temp,
            RUNNER_OS="Linux", RUNNER_ARCH="X64", **env)
        for number, step in enumerate(self.definition["runs"]["steps"]):
            if not self.holds(step.get("if")):
                continue
            done = self.run_step(number, step)
            self.steps.append(done)
            if done.code != 0:
                return done.code
        return 0

    def run_step(self, number, step):
        name = step.get("name", str(number))
        if "uses" in step:
            assert re.fullmatch(r"actions/cache@[0-9a-f]{40}", step["uses"])
            self.use_cache(step["with"])
            return Step(name, 0, b"")
        files = {}
        for variable in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ENV",
                         "GITHUB_PATH"):
            files[variable] = os.path.join(self.temp, f"{variable}-{number}")
            with open(files[variable], "wb"):
                pass
        env = {**self.base, **files}
        for key, value in (step.get("env") or {}).items():
            env[key] = self.expand(value)
        script = os.path.join(self.temp, f"step-{number}.sh")
        with open(script, "w", encoding="utf-8") as out:
            out.write(self.expand(step["run"]))
        assert step["shell"] == "bash"
        folder = os.path.join(self.workspace, self.expand(
            step.get("working-directory", ".")))
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
            cwd=folder, env=env, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            timeout=LIMIT_SECONDS, check=False)
        if "id" in step:
            self.contexts["steps"][step["id"]] = {
                "outputs": read_outputs(files["GITHUB_OUTPUT"])}
        if os.path.getsize(files["GITHUB_STEP_SUMMARY"]) > 0:
            shutil.copy(files["GITHUB_STEP_SUMMARY"], self.summary)
        return Step(name, done.returncode, done.stdout)

    def use_cache(self, given):
        """Bring back what an earlier job of the same key left, or have it
        left when this one ends."""
        kept = os.path.join(self.cache, self.expand(given["key"]))
        target = self.expand(given["path"])
        self.hit = os.path.isdir(kept)
        if self.hit:
            shutil.copytree(kept, target, dirs_exist_ok=True)
        self.saving = (target, kept)

    def save_cache(self):
        target, kept = self.saving
        if not self.hit:
            shutil.copytree(target, kept)

    @property
    def outputs(self):
        return {name: self.expand(about["value"])
                for name, about in self.definition["outputs"].items()}

    @property
    def log(self):
        return b"".join(step.output for step in self.steps)

    @property
    def commands(self):
        return commands(self.log)
