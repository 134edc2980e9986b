# The default study: `docker run` does what `make report` does anywhere.
FROM python:3.12-slim
# Debian keeps one version of a package: to name it would break the build at the next one.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git make \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /hard-to-train
COPY Makefile ./
COPY envs/requirements.txt envs/
RUN make .venv/ready
COPY . .
CMD ["make", "report"]
