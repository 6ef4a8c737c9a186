"""botocore at DEBUG: AssumeRole, then a call with what it gave."""

import logging
import os

import boto3

get = os.environ.__getitem__

boto3.set_stream_logger("botocore", logging.DEBUG)
for name in ("hooks", "loaders", "regions", "httpsession"):
    logging.getLogger("botocore." + name).setLevel(logging.INFO)
caller = boto3.client(
    "sts", region_name="eu-central-1", endpoint_url=get("BASE"),
    aws_access_key_id=get("CLIENT_ACCESS_KEY_ID"),
    aws_secret_access_key=get("CLIENT_SECRET_KEY"))
given = caller.assume_role(
    RoleArn="arn:aws:iam::123456789012:role/shop",
    RoleSessionName="shop")["Credentials"]
shop = boto3.client(
    "sts", region_name="eu-central-1", endpoint_url=get("BASE"),
    aws_access_key_id=given["AccessKeyId"],
    aws_secret_access_key=given["SecretAccessKey"],
    aws_session_token=given["SessionToken"])
shop.get_caller_identity()
